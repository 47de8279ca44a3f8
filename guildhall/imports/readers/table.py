"""Finds the header of a table and tells data rows from banners, totals and repeats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from .base import LIMITS, Sheet, SourceRow, too_many_rows
from .kinds import kind, known

Record = tuple[int, Sequence[str]]  # line number and cells as text

_UNITS = "rows|records|entries|results|employers|companies|contacts|organi[sz]ations|businesses"
_TOTAL = re.compile(
    rf"\s*(?:(?:grand|sub|overall|sheet|page)?[\s-]*totals?|sum|count|row count|average)"
    rf"(?:\s+(?:of\s+|number of\s+)?(?:{_UNITS}))?\s*[:=]?\s*[\d,.]*\s*$"
    rf"|\s*\(?[\d,]+\s+(?:{_UNITS})(?:\s+(?:total|in total|selected|found|affected))?[.)]*\s*$",
    re.I,
)
_NUMBER = re.compile(r"\s*[(\-]?\s*[$€£]?\s*[\d.,]+\s*[%)]?\s*$")
_DECISIVE = {"email", "phone", "url", "legal form"}


def known_share(cells: Sequence[str]) -> float:
    """The share of filled cells that are words headers are made of."""
    filled = [cell for cell in cells if cell.strip()]
    return sum(map(known, filled)) / len(filled) if filled else 0.0


def find_header(records: Sequence[Record]) -> tuple[int, tuple[str, ...]]:
    """The header's line and names, found among the first non-empty rows of a table.

    The line is 0 and the names are "Column 1" and so on when the first row is data.
    """
    top = records[: LIMITS.HEADER_SEARCH]
    scores = [_score(index, records) for index in range(len(top))]
    best = max(range(len(top)), key=lambda index: scores[index] - 0.05 * index)
    line, cells = records[best]
    below = [row for _, row in records[best + 1 : best + 31]]
    if known_share(cells) < 0.3 and _is_data(records[0][1], [row for _, row in records[1:31]]):
        widest = max(_width(row) for _, row in records)
        return 0, _names([""] * min(widest, LIMITS.COLUMNS))
    width = max(_width(cells), min(len(cells), _usual_width(below)))
    return line, _names(cells[: min(width, LIMITS.COLUMNS)])


def _width(cells: Sequence[str]) -> int:
    """The position of the last filled cell."""
    for index in range(len(cells), 0, -1):
        if cells[index - 1].strip():
            return index
    return 0


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    return int(median(map(_width, rows))) if rows else 0


def _score(index: int, records: Sequence[Record]) -> float:
    """How much a row looks like a header of the rows below it."""
    cells = records[index][1]
    filled = [cell.strip() for cell in cells if cell.strip()]
    below = [row for _, row in records[index + 1 : index + 31]]
    usual = median(sum(1 for cell in row if cell.strip()) for row in below) if below else 1
    text = sum(kind(cell) == "text" for cell in filled) / len(filled)
    unique = len({cell.casefold() for cell in filled}) / len(filled)
    short = sum(len(cell) <= 40 for cell in filled) / len(filled)
    wide = min(1.0, len(filled) / max(usual, 1))
    return 3 * known_share(cells) * wide + 1.5 * text + unique + 3 * wide + 0.5 * short


def _is_data(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a first row plainly is data: it holds the kinds of values that follow it."""
    if known_share(cells) >= 0.3:
        return False
    kinds = [kind(cell) for cell in cells]
    if any(result in _DECISIVE for result in kinds):
        return True
    matches = 0
    for index, result in enumerate(kinds):
        if result in ("text", "empty", "year"):
            continue
        column = [kind(row[index]) for row in below if index < len(row) and row[index].strip()]
        if column and column.count(result) * 2 > len(column):
            matches += 2 if result in ("state", "date") else 1
    return matches >= 2


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    """Header texts made non-empty and unique: "Column 3", "Phone (2)"."""
    names: list[str] = []
    taken: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        base = " ".join(cell.replace("\ufeff", " ").split()) or f"Column {number}"
        name, copy = base, 1
        while name.casefold() in taken:
            copy += 1
            name = f"{base} ({copy})"
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _folded(cells: Sequence[str]) -> list[str]:
    """Cells for comparison with the header: white space, case and padding aside."""
    texts = [" ".join(cell.replace("\ufeff", " ").split()).casefold() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def data_rows(records: Iterable[Record], sheet: Sheet) -> Iterator[SourceRow]:
    """The data rows below the header: no empty rows, no totals, no repeated headers."""
    width, name, header_line = len(sheet.header), sheet.name, sheet.header_line
    header: list[str] | None = None
    previous: Sequence[str] = ()
    count = probe = 0
    for line, cells in records:
        if line <= header_line:
            if line == header_line:
                header = _folded(cells)
                probe = next((index for index, text in enumerate(header) if text), 0)
            continue
        if len(cells) != width:
            cells = _fit(cells, width)
        label = cells[0].strip() if cells else ""
        if not label:
            label = next((text for cell in cells if (text := cell.strip())), "")
            if not label:
                continue
        if header and _starts_alike(cells, header, probe) and _folded(cells) == header:
            continue
        if len(label) < 100 and _is_total(label, cells, previous):
            continue
        count += 1
        if count > LIMITS.ROWS:
            raise too_many_rows()
        previous = cells
        yield SourceRow(line, name, tuple(cells))


def _starts_alike(cells: Sequence[str], header: Sequence[str], probe: int) -> bool:
    """A quick look that spares almost every row the full comparison with the header."""
    if probe >= min(len(cells), len(header)):
        return False
    return cells[probe].strip("\ufeff \t\r\n")[:1].casefold() == header[probe][:1]


def _fit(cells: Sequence[str], width: int) -> list[str]:
    """Fills short rows up; extra cells stay only as far as something is in them."""
    if len(cells) < width:
        return [*cells, *[""] * (width - len(cells))]
    return list(cells[: max(width, _width(cells))])


def _is_total(label: str, cells: Sequence[str], previous: Sequence[str]) -> bool:
    """Whether a row only sums up others: a word such as "Total" and otherwise numbers."""
    if not _TOTAL.match(label):
        # Spreadsheets write subtotals of groups as "<value of the rows above> Total".
        group, _, word = label.rpartition(" ")
        if word.casefold() not in ("total", "count"):
            return False
        if group not in (cell.strip() for cell in previous):
            return False
    others = [cell for cell in cells if cell.strip() and cell.strip() != label]
    return all(_NUMBER.match(cell) for cell in others)
