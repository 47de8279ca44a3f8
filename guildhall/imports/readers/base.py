"""What both readers share: the row and sheet types, the limits and the one exception."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guildhall.lib.sentences import Sentence, own, said


class Unreadable(Exception):
    """The file cannot be read as a list; `sentence` says why, to each reader in their language, `str()` in English."""

    def __init__(self, sentence: str, **words: Any) -> None:
        self.sentence = sentence if isinstance(sentence, Sentence) else said(sentence, **words)
        super().__init__(str(self.sentence))


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One data row: `line` is the line (CSV) or row number (workbook) on which it begins."""

    line: int
    sheet: str | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; `header_line` is 0 when the file has no header and the names are made up."""

    name: str | None
    header_line: int
    header: tuple[str, ...]


class LIMITS:
    """How large a file may be; every figure shown to a user comes from here."""

    FILE_BYTES = 100 * 1024 * 1024
    JSON_BYTES = 10 * 1024 * 1024  # such a file is read as a whole
    ROWS = 300_000
    COLUMNS = 500
    CELL = 10_000  # characters
    RECORD = COLUMNS * CELL  # characters of one CSV row, all cells together
    LINES = 2_000_000  # lines of a text file, those inside cells and empty ones included
    HEADER_SEARCH = 40  # rows in which the header may stand
    TOP = 20_000  # records from the top of a file, in which its first rows must stand
    SAMPLE = 100  # rows looked at to find header and delimiter
    # Workbooks are zip archives, so the size on disk says little about the work inside.
    ZIP_BYTES = 400 * 1024 * 1024  # everything in the archive, unpacked
    ZIP_RATIO = 100  # unpacked : packed, for parts above ZIP_RATIO_FROM
    ZIP_RATIO_FROM = 1024 * 1024
    ZIP_ENTRIES = 2_000
    ZIP_DIRECTORY = 1024 * 1024  # bytes of the archive's table of contents
    PART_BYTES = 16 * 1024 * 1024  # workbook.xml, styles.xml and relationships, each
    SHEETS = 100
    MERGES = 100_000  # merged cells of a sheet
    SHEET_ROWS = 1_048_576  # what a spreadsheet program can hold, empty rows included
    SHARED_STRINGS = 1_500_000
    SHARED_BYTES = 100 * 1024 * 1024


def too_many_rows() -> Unreadable:
    """The sentence for a list longer than the limit."""
    return Unreadable("This file has more than {n} rows. Split it into smaller files.", n=f"{LIMITS.ROWS:,}")


LINE, ROW, RECORD = own("Line"), own("Row"), own("Record")  # what the parts of a file are called


def too_many_columns(line: int, word: str = LINE) -> Unreadable:
    """The sentence for a row wider than the limit."""
    return Unreadable("{label} {line} has more than {n} columns.", label=word, line=line, n=LIMITS.COLUMNS)


def too_long_cell(line: int, word: str = LINE) -> Unreadable:
    """The sentence for a cell longer than the limit."""
    n = f"{LIMITS.CELL:,}"
    return Unreadable("{label} {line} has a cell with more than {n} characters.", label=word, line=line, n=n)
