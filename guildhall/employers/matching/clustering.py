"""Duplicate clusters of a whole file, found on arrays and merged from the strongest pair down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from guildhall.employers.matching.blocking import candidate_pairs
from guildhall.employers.matching.columns import Columns
from guildhall.employers.matching.evidence import Names, facts, gather, name_knowledge
from guildhall.employers.matching.loading import columns_of
from guildhall.employers.matching.records import LIKELY, Record
from guildhall.employers.matching.scoring import score

CHUNK = 500_000  # pairs scored at once; bounds the memory of name texts
CHECKED = 8  # members of each side looked at before two clusters merge


class Row(NamedTuple):
    """What the merging of clusters looks at; 0 means missing."""

    ein: int
    street: int
    house: int
    phone: int
    home: int  # the city of nearly all that bear the name, where there is one


def likely_pairs(columns: Columns, names: Names, workers: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row numbers and scores of all likely duplicates, the strongest first."""
    pairs = candidate_pairs(columns)
    results: list[tuple[np.ndarray, np.ndarray]] = []
    for start in range(0, len(pairs), CHUNK):
        part = pairs[start : start + CHUNK]
        # Comparing names costs most, so only pairs that a perfect likeness would lift go on.
        part = part[score(facts(columns, names, part >> 32, part & 0xFFFFFFFF, workers)) >= LIKELY]
        scores = score(gather(columns, names, part >> 32, part & 0xFFFFFFFF, workers))
        keep = scores >= LIKELY
        results.append((part[keep], scores[keep]))
    pairs = np.concatenate([p for p, _ in results]) if results else np.zeros(0, dtype=np.int64)
    scores = np.concatenate([s for _, s in results]) if results else np.zeros(0)
    order = np.lexsort((pairs, -scores))
    return pairs[order] >> 32, pairs[order] & 0xFFFFFFFF, scores[order]


def _may_merge(left: list[Row], right: list[Row]) -> bool:
    """Whether two clusters hold nothing that speaks strongly against one employer.

    Different EINs always do. Different addresses do unless most telephones stay the same: so neither a row without
    address nor a single shared number is a bridge between two branches.
    """
    apart = same_phone = other_phone = 0
    for a in left:
        for b in right:
            if a.ein and b.ein and a.ein != b.ein:
                return False
            if (
                a.street
                and b.street
                and a.street != b.street
                and a.house != b.house
                and not (a.home and a.home == b.home)
            ):
                apart += 1
                if a.phone and b.phone:
                    same_phone += a.phone == b.phone
                    other_phone += a.phone != b.phone
    return not apart or same_phone > 0 and same_phone >= other_phone


def merge(columns: Columns, left: np.ndarray, right: np.ndarray, home: np.ndarray | None = None) -> np.ndarray:
    """Cluster number (its smallest row) of every row; pairs are taken in the given order."""
    rows = np.unique(np.concatenate([left, right])) if len(left) else np.zeros(0, dtype=np.int64)
    c = columns.arrays
    homes = [0] * len(rows) if home is None else home[c["name"][rows]].tolist()
    known = list(map(Row, *(c[name][rows].tolist() for name in Row._fields[:-1]), homes))
    known = [row._replace(phone=row.phone % 10_000_000) for row in known]  # some lack the area code
    members: list[list[int]] = [[i] for i in range(len(rows))]
    home = list(range(len(rows)))
    at, to = np.searchsorted(rows, left).tolist(), np.searchsorted(rows, right).tolist()
    for i, j in zip(at, to, strict=True):
        a, b = home[i], home[j]
        if a == b:
            continue
        if len(members[a]) < len(members[b]):
            a, b = b, a
        if not _may_merge([known[x] for x in members[a][:CHECKED]], [known[x] for x in members[b][:CHECKED]]):
            continue
        for row in members[b]:
            home[row] = a
        members[a].extend(members[b])
        members[b] = []
    cluster_of = np.arange(len(columns), dtype=np.int64)
    for group in members:
        if len(group) > 1:
            cluster_of[rows[group]] = rows[min(group)]
    return cluster_of


def cluster_columns(columns: Columns, workers: int = 1) -> np.ndarray:
    """Cluster number of every row of prepared columns."""
    names = name_knowledge(columns, whole_file=True)
    left, right, _ = likely_pairs(columns, names, workers)
    return merge(columns, left, right, names.home)


def cluster(records: Iterable[Record] | Mapping[str, Sequence[str]], workers: int | None = None) -> list[int]:
    """Duplicate clusters of a whole file: equal numbers mean likely duplicates.

    Takes records, or columns by field name of `Record` with at least `name`. A cluster is numbered by its first
    row, from 0. `workers` processes are used for large inputs, by default as many as there are cores, at most 4.
    Raises ValueError when columns have no `name` or differ in length.
    """
    columns, used = columns_of(records, workers)
    return [int(number) for number in cluster_columns(columns, used)]
