"""Reads CSV and its relatives row by row, with the line on which each row begins."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from os import PathLike
from typing import TextIO

from .base import LIMITS, Sheet, SourceRow, Unreadable, too_long_cell, too_many_columns
from .dialect import SINGLE, find_delimiter
from .encoding import damaged_text, open_text
from .table import Record, data_rows, find_header

# Sent after the last line: if a quote is still open it ends up inside a cell, not alone.
_END = "\x1cend of file\x1c"
_QUOTED = re.compile(r'"(?:[^"]+|"")*+"')
_BREAK = re.compile(r"\r\n|\n|\r")


def sheets(path: str | PathLike[str]) -> list[Sheet]:
    """The one table of a text file; raises Unreadable if nothing is in it."""
    first = list(islice(_filled(islice(_records(path), LIMITS.TOP)), LIMITS.SAMPLE))
    if not first:
        raise Unreadable("This file holds no rows.")
    line, header = find_header(first)
    return [Sheet(None, line, header)]


def rows(path: str | PathLike[str], sheet: Sheet) -> Iterator[SourceRow]:
    """The data rows of a text file, in order."""
    return data_rows(_records(path), sheet)


def _filled(records: Iterable[Record]) -> Iterator[Record]:
    return (record for record in records if any(cell.strip() for cell in record[1]))


def _records(path: str | PathLike[str]) -> Iterator[Record]:
    """Every record with its first line; a "sep=" line on top is used and left out."""
    with open_text(path) as stream:
        try:
            head = _sample(stream)
            stream.seek(0)
            match = re.match(r"sep=([,;\t|])\s*$", head[0], re.I) if head else None
            delimiter = match.group(1) if match else find_delimiter(head)
            yield from _split(stream, delimiter, skip=1 if match else 0)
        except UnicodeError as error:
            raise damaged_text() from error


def _sample(stream: TextIO) -> list[str]:
    """The first lines, cut to a size that is quick to look at."""
    results: list[str] = []
    room = 256 * 1024
    while room > 0 and len(results) < 2 * LIMITS.SAMPLE:
        line = stream.readline(room)
        if not line:
            break
        room -= len(line)
        results.append(line)
    return results


def _lines(stream: TextIO, pending: list[str]) -> Iterator[str]:
    """Physical lines; `pending` collects those of the record the csv module is in."""
    number = size = 0
    for line in iter(partial(stream.readline, LIMITS.RECORD + 1), ""):
        number += 1
        size = size + len(line) if pending else len(line)
        if "\0" in line:
            raise Unreadable(
                "Line {line} holds a character that no text has (NUL). "
                "The file is damaged; save the list again and send that file.",
                line=number,
            )
        if number > LIMITS.LINES:
            raise Unreadable("This file has more than {n} lines.", n=f"{LIMITS.LINES:,}")
        pending.append(line)
        if size > LIMITS.RECORD:
            raise _too_large(pending, number)
        yield line
    pending.append(_END)
    yield _END


def _too_large(pending: list[str], number: int) -> Unreadable:
    """A record beyond all limits: one endless line, or a quote that was never closed."""
    if len(pending) == 1:
        words = {"line": number, "n": f"{LIMITS.RECORD:,}"}
        return Unreadable("Line {line} is longer than {n} characters. This is probably not a list.", **words)
    return _unclosed(number - len(pending) + 1)


def _unclosed(line: int) -> Unreadable:
    return Unreadable(
        "A quotation mark that opens on line {line} is never closed. Close or remove it and send the file again.",
        line=line,
    )


def _split(stream: TextIO, delimiter: str, skip: int) -> Iterator[Record]:
    """Cuts lines into cells; checks in detail only what spans lines or is very long."""
    pending: list[str] = []
    reader = csv.reader(_lines(stream, pending), delimiter=delimiter, skipinitialspace=True)
    last, width = 0, 1
    try:
        for cells in reader:
            start, last = last + 1, reader.line_num
            if pending[-1] is _END and len(pending) == 1:
                return
            if len(pending) > 1 or len(pending[0]) > LIMITS.CELL:
                _check(cells, pending, start, delimiter, width)
            if len(cells) > LIMITS.COLUMNS and any(cells[LIMITS.COLUMNS :]):
                raise too_many_columns(start)
            pending.clear()
            width = len(cells)
            if start > skip:
                yield start, cells
    except csv.Error as error:
        # The csv module gives up on cells above 131,072 characters.
        start = last + 1
        opened = _bad_quote("".join(pending), delimiter)
        raise (_unclosed(start + opened) if opened is not None else too_long_cell(start)) from error


def _check(cells: list[str], pending: list[str], start: int, delimiter: str, width: int) -> None:
    """Raises for an open quote, a quote that swallowed rows, and a cell that is too long."""
    if len(pending) > 1:
        opened = _bad_quote("".join(pending), delimiter)
        if opened is None and pending[-1] is _END:
            opened = 0
        if opened is None:
            opened = _swallowed(cells, delimiter, width)
        if opened is not None:
            raise _unclosed(start + opened)
    if max(map(len, cells), default=0) > LIMITS.CELL:
        raise too_long_cell(start)


def _bad_quote(text: str, delimiter: str) -> int | None:
    """Lines before the quote that never closes, or closes in the middle of later words."""
    text = text.removesuffix(_END)
    cell_end = re.compile(f"[{re.escape(delimiter)}\r\n]")
    after = re.compile(f" *(?:[{re.escape(delimiter)}\r\n]|$)")
    position, size = 0, len(text)
    while position < size:
        while text.startswith(" ", position):
            position += 1
        if text.startswith('"', position):
            quoted = _QUOTED.match(text, position)
            broken = quoted is None or (_BREAK.search(quoted.group()) and not after.match(text, quoted.end()))
            if quoted is None or broken:
                return len(_BREAK.findall(text, 0, position))
            position = quoted.end()
        match = cell_end.search(text, position)
        if match is None:
            return None
        position = match.end()
    return None


def _swallowed(cells: list[str], delimiter: str, width: int) -> int | None:
    """Lines before a cell whose inner lines look just like rows: a quote closed too late."""
    if width < 3 or delimiter == SINGLE:
        return None
    above = 0
    for cell in cells:
        lines = _BREAK.split(cell)
        inner = lines[1:-1]
        if inner and all(line.count(delimiter) >= width - 1 for line in inner):
            return above
        above += len(lines) - 1
    return None
