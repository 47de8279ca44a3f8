"""Reads Excel workbooks row by row, as data only: no formulas, macros or links.

openpyxl builds every empty cell up to the last column and keeps all text as objects, which
lets a small hostile file take half a minute; this reader stops at the limits while reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike

from .archive import CHUNK, Archive, damaged, open_archive
from .base import LIMITS, ROW, Sheet, SourceRow, Unreadable, too_long_cell, too_many_columns
from .book import Book, open_book, unescape
from .markup import Attributes, Handler, feed
from .merges import filled_down, merged
from .table import Record, data_rows, find_header, known_share
from .values import converters, iso_date, number

_SCAN_BYTES = 4 * 1024 * 1024  # of a sheet, in which its first rows must stand
_COLUMN: dict[str, int] = {}  # letters of a cell reference -> index, filled as they come


def sheets(path: str | PathLike[str]) -> list[Sheet]:
    """Every visible sheet that holds a table; raises Unreadable if none does."""
    results: list[Sheet] = []
    with open_archive(path) as archive:
        book = open_book(archive)
        for name, part in book.sheets.items():
            first = _first(_records(archive, book, part, scan=True))
            if _is_table(first):
                line, header = find_header(first)
                results.append(Sheet(name, line, header))
    if not results:
        raise Unreadable("This workbook has no visible sheet with a list in it.")
    return results


def rows(path: str | PathLike[str], sheet: Sheet) -> Iterator[SourceRow]:
    """The data rows of one sheet, in order."""
    with open_archive(path) as archive:
        book = open_book(archive)
        part = book.sheets.get(sheet.name or "")
        if part is None:
            raise Unreadable("This workbook has no visible sheet “{sheet}”.", sheet=sheet.name)
        ranges = merged(archive.chunks(part, LIMITS.ZIP_BYTES))
        yield from data_rows(filled_down(_records(archive, book, part), ranges), sheet)


def _first(records: Iterator[Record]) -> list[Record]:
    """The rows in which to look for the header."""
    first: list[Record] = []
    for record in records:
        if any(cell.strip() for cell in record[1]):
            first.append(record)
            if len(first) == LIMITS.SAMPLE:
                break
    return first


def _is_table(first: list[Record]) -> bool:
    """Whether a sheet holds a list; a single column must have a word of a header on top."""
    if not first:
        return False
    if any(sum(bool(cell.strip()) for cell in cells) > 1 for _, cells in first):
        return True
    return any(known_share(cells) > 0 for _, cells in first[:3])


def _records(archive: Archive, book: Book, part: str, scan: bool = False) -> Iterator[Record]:
    """The rows of one sheet as text; a scan ends after a few megabytes."""
    handler = _SheetRows(book)
    for pieces, _ in enumerate(feed(archive.chunks(part, LIMITS.ZIP_BYTES), handler), start=1):
        if handler.ready:
            yield from handler.ready
            handler.ready.clear()
        if handler.done or (scan and pieces * CHUNK > _SCAN_BYTES):
            return


class _SheetRows(Handler):
    """Collects the cells of each row; empty ones cost nothing."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.ready: list[Record] = []
        self.done = False
        self._strings = book.strings
        made = converters(book.formats, book.date1904)
        self._converters = {str(style): convert for style, convert in enumerate(made)}
        self._row = self._rows = 0
        self._column = -1
        self._cells: dict[int, str] = {}
        self._type = self._style = ""
        self._pieces: list[str] = []
        self._size = 0
        self._open = self._phonetic = False

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        local = self.names[name]
        if local == "c":
            reference = attributes.get("r")
            self._column = _column(reference) if reference else self._column + 1
            self._type = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            self._pieces.clear()
            self._size = 0
        elif local in ("v", "t"):
            self._open = not self._phonetic
        elif local == "row":
            self._begin_row(attributes.get("r"))
        elif local == "rPh":
            self._phonetic = True

    def _begin_row(self, reference: str | None) -> None:
        self._rows += 1
        try:
            self._row = int(reference) if reference else self._row + 1
        except ValueError as error:
            raise damaged() from error
        if self._rows > LIMITS.SHEET_ROWS or not 0 < self._row <= LIMITS.SHEET_ROWS:
            raise Unreadable("This workbook has a sheet with more than {n} rows.", n=f"{LIMITS.ROWS:,}")
        self._column = -1
        self._cells = {}

    def text(self, data: str) -> None:
        if self._open:
            self._pieces.append(data)
            self._size += len(data)
            if self._size > 7 * LIMITS.CELL:  # room for escapes such as _x000D_
                raise too_long_cell(self._row, ROW)

    def end(self, name: str) -> None:
        self.depth -= 1
        local = self.names[name]
        if local in ("v", "t"):
            self._open = False
        elif local == "c":
            if self._pieces:
                self._end_cell()
        elif local == "row":
            if self._cells:
                self._end_row()
        elif local == "rPh":
            self._phonetic = False
        elif local == "sheetData":
            self.done = True

    def _end_cell(self) -> None:
        value = self._value("".join(self._pieces))
        if not value:
            return
        if len(value) > LIMITS.CELL:
            raise too_long_cell(self._row, ROW)
        if self._column >= LIMITS.COLUMNS:
            if value.strip():
                raise too_many_columns(self._row, ROW)
            return
        self._cells[self._column] = value

    def _end_row(self) -> None:
        cells = [""] * (max(self._cells) + 1)
        for column, value in self._cells.items():
            cells[column] = value
        self.ready.append((self._row, cells))

    def _value(self, raw: str) -> str:
        """One stored value as text; what a formula gave counts, errors are empty."""
        kind = self._type
        if kind == "s":
            if self._strings is None or not raw.strip().isdecimal():
                raise damaged()
            return self._strings[int(raw)]
        if kind == "n":
            return self._converters.get(self._style, number)(raw)
        if kind == "b":
            return "yes" if raw.strip() in ("1", "true") else "no"
        if kind == "e":
            return ""
        return iso_date(raw) if kind == "d" else unescape(raw)


def _column(reference: str) -> int:
    """The index of a cell reference: "A7" is 0, "AB7" is 27; absurd ones end far out."""
    letters = reference.rstrip("0123456789")
    index = _COLUMN.get(letters)
    if index is None:
        if not 0 < len(letters) <= 3 or not (letters.isascii() and letters.isalpha()):
            raise damaged()
        index = 0
        for letter in letters.upper():
            index = index * 26 + ord(letter) - 64
        index -= 1
        if index < LIMITS.COLUMNS:
            _COLUMN[letters] = index
    return index
