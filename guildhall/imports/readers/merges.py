"""Cells that a workbook merges over several rows: what the first one says holds for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from .base import LIMITS

Record = tuple[int, Sequence[str]]
Merge = tuple[int, int, int]  # first row, last row, column

_RANGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?[A-Z]{1,3}\$?(\d{1,7})"')
_OVERLAP = 400  # bytes that a tag may reach into the next chunk


def merged(chunks: Iterable[bytes]) -> list[Merge]:
    """The ranges of several rows, by their first row. They stand behind the rows in the file: it is looked through."""
    merges: set[Merge] = set()
    tail = b""
    for chunk in chunks:
        text = tail + chunk
        if b"mergeCell" in text:
            for letters, first, last in _RANGE.findall(text):
                if int(last) > int(first) and len(merges) < LIMITS.MERGES:
                    merges.add((int(first), int(last), _index(letters)))
        tail = text[-_OVERLAP:]
    return sorted(merges)


def _index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def filled_down(records: Iterable[Record], merges: Sequence[Merge]) -> Iterator[Record]:
    """The rows, each with what merged cells above say for it; a row that has nothing of its own stays away."""
    if not merges:
        yield from records
        return
    open_ones: dict[int, tuple[int, str]] = {}  # column -> last row and value
    at = 0
    for line, cells in records:
        result = list(cells)
        while at < len(merges) and merges[at][0] <= line:
            first, last, column = merges[at]
            at += 1
            if first == line and column < len(result) and result[column].strip():
                open_ones[column] = (last, result[column])
        for column, (last, value) in list(open_ones.items()):
            if line > last:
                del open_ones[column]
            elif column < LIMITS.COLUMNS:
                result.extend([""] * (column + 1 - len(result)))
                result[column] = result[column] or value
        yield line, result
