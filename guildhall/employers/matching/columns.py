"""A whole file of records as arrays: texts become numbers once, pairs are then compared by number."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from guildhall.employers.matching.keys import Normal, contact_keys, normal_record, whole_file_keys
from guildhall.employers.matching.records import Record

MAX_FORMS = 6


class Texts:
    """Numbers for texts, given out in order of appearance; the empty text is 0."""

    def __init__(self) -> None:
        self.number: dict[str, int] = {"": 0}

    def add(self, text: str) -> int:
        """The number of a text."""
        return self.number.setdefault(text, len(self.number))

    def extend(self, other: Iterable[str]) -> np.ndarray:
        """Take over the texts of another table; the result maps its numbers to the numbers here."""
        return np.fromiter((self.add(text) for text in other), dtype=np.int32)


TABLES = ("name", "street", "city", "state", "domain")
FIELDS = {
    "name": np.int32,
    "street": np.int32,
    "city": np.int32,
    "state": np.int32,
    "domain": np.int32,
    "house": np.int32,
    "direction": np.int8,
    "zip": np.int32,
    "phone": np.int64,
    "ein": np.int64,
}
_DIRECTIONS = ("", "n", "s", "e", "w", "ne", "nw", "se", "sw")


@dataclass(slots=True)
class Columns:
    """Records as parallel arrays. 0 means missing everywhere.

    `form_row` and `form_name` list the second and later names; `key_row` and `key` the hashed blocking keys.
    """

    arrays: dict[str, np.ndarray]
    texts: dict[str, list[str]]
    form_row: np.ndarray
    form_name: np.ndarray
    key_row: np.ndarray
    key: np.ndarray

    def __len__(self) -> int:
        return len(self.arrays["name"])


@dataclass(slots=True)
class Builder:
    """Collects records one by one and turns them into `Columns`; with blocking keys, unless pairs are known already."""

    blocking: bool = True
    rows: dict[str, array[int]] = field(default_factory=lambda: {name: array("q") for name in FIELDS})
    tables: dict[str, Texts] = field(default_factory=lambda: {name: Texts() for name in TABLES})
    forms: list[tuple[int, int]] = field(default_factory=list)
    key_counts: array[int] = field(default_factory=lambda: array("q"))
    keys: array[int] = field(default_factory=lambda: array("q"))

    def add(self, record: Record) -> None:
        """Add a record as typed."""
        self.add_normal(normal_record(record))

    def add_normal(self, record: Normal) -> None:
        """Add a record in normal form."""
        tables, rows = self.tables, self.rows
        row = len(rows["name"])
        rows["name"].append(tables["name"].add(record.forms[0]))
        for form in record.forms[1:MAX_FORMS]:
            self.forms.append((row, tables["name"].add(form)))
        rows["house"].append(record.street.house)
        rows["direction"].append(_DIRECTIONS.index(record.street.direction))
        rows["street"].append(tables["street"].add(record.street.name))
        rows["city"].append(tables["city"].add(record.city))
        rows["state"].append(tables["state"].add(record.state))
        rows["zip"].append(int(record.zip or 0))
        rows["phone"].append(int(record.phone or 0))
        rows["domain"].append(tables["domain"].add(record.domain))
        rows["ein"].append(int(record.ein or 0))
        results = [hash(k) for k in contact_keys(record) + whole_file_keys(record)] if self.blocking else []
        self.keys.extend(results)
        self.key_counts.append(len(results))

    def columns(self) -> Columns:
        """What was added so far, as arrays."""
        forms = np.array(self.forms, dtype=np.int32).reshape(-1, 2)
        counts = np.array(self.key_counts, dtype=np.int32)
        return Columns(
            {name: np.array(self.rows[name], dtype=kind) for name, kind in FIELDS.items()},
            {name: list(table.number) for name, table in self.tables.items()},
            forms[:, 0],
            forms[:, 1],
            np.repeat(np.arange(len(counts), dtype=np.int32), counts),
            np.array(self.keys, dtype=np.int64),
        )


def join(parts: list[Columns]) -> Columns:
    """Several column sets below one another."""
    if len(parts) == 1:
        return parts[0]
    tables = {name: Texts() for name in TABLES}
    arrays: dict[str, list[np.ndarray]] = {name: [] for name in FIELDS}
    form_row, form_name, key_row, start = [], [], [], 0
    for part in parts:
        maps = {name: tables[name].extend(part.texts[name]) for name in TABLES}
        for name in FIELDS:
            values = part.arrays[name]
            arrays[name].append(maps[name][values] if name in maps else values)
        form_row.append(part.form_row + start)
        form_name.append(maps["name"][part.form_name])
        key_row.append(part.key_row + start)
        start += len(part)
    return Columns(
        {name: np.concatenate(values) for name, values in arrays.items()},
        {name: list(table.number) for name, table in tables.items()},
        np.concatenate(form_row),
        np.concatenate(form_name),
        np.concatenate(key_row).astype(np.int32),
        np.concatenate([part.key for part in parts]),
    )
