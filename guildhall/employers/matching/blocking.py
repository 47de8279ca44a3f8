"""Pairs worth comparing: rows that share a blocking key, with hot keys capped."""

from __future__ import annotations

import numpy as np

from guildhall.employers.matching.columns import Columns

BLOCK_CAP = 24  # a larger block is walked in order of place instead of compared whole
WINDOW = 8


def candidate_pairs(columns: Columns) -> np.ndarray:
    """Distinct row pairs (a < b) that share a key and could be likely, packed as a << 32 | b and sorted."""
    place = _place_rank(columns)
    order = np.lexsort((place[columns.key_row], columns.key))
    key, row = columns.key[order], columns.key_row[order].astype(np.int64)
    del order
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.r_[starts, len(key)])
    size = np.repeat(sizes, sizes)
    left = size - (np.arange(len(key)) - np.repeat(starts, sizes)) - 1  # rows of the same block that follow
    reach = np.where(size > BLOCK_CAP, np.minimum(left, WINDOW), left)
    results = [np.zeros(0, dtype=np.int64)]
    for step in range(1, int(reach.max(initial=0)) + 1):
        at = np.flatnonzero(reach >= step)
        a, b = row[at], row[at + step]
        packed = np.minimum(a, b) << 32 | np.maximum(a, b)
        results.append(_distinct(_worth_scoring(columns, packed[a != b])))
    return _distinct(np.concatenate(results))


def _distinct(values: np.ndarray) -> np.ndarray:
    """Sorted without repetitions; on many integers sorting is faster than hashing."""
    values = np.sort(values)
    return values[np.r_[True, values[1:] != values[:-1]]] if len(values) else values


def _worth_scoring(columns: Columns, pairs: np.ndarray) -> np.ndarray:
    """Drop pairs that no rule could lift to likely: names alone never link."""
    c, a, b = columns.arrays, pairs >> 32, pairs & 0xFFFFFFFF
    keep = np.zeros(len(pairs), dtype=bool)
    for name in ("zip", "domain", "ein", "street", "city"):
        left = c[name][a]
        keep |= (left != 0) & (left == c[name][b])
    left, right = c["phone"][a] % 10_000_000, c["phone"][b] % 10_000_000
    keep |= (left != 0) & (left == right)
    left = c["house"][a]
    keep |= (left != 0) & (left == c["house"][b])
    return pairs[keep]


def _place_rank(columns: Columns) -> np.ndarray:
    """Rank of rows by ZIP code, city, street and house, so that neighbors in a hot block are close on the map."""
    a = columns.arrays
    order = np.lexsort((a["house"], a["street"], a["city"], a["zip"]))
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank
