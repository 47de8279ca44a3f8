"""Reads a JSON file that is a list of records: each record a row, each name in it a column."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from os import PathLike
from os import path as os_path
from typing import Any

from .base import LIMITS, Sheet, SourceRow, Unreadable, too_long_cell, too_many_columns, too_many_rows

WORD = "Record"
NO_TEXT = re.compile("[\0\ud800-\udfff]")  # JSON may spell them; no text has them, and no database keeps them
DEEPEST = 20  # records in records: more is no list that somebody keeps


def sheets(path: str | PathLike[str]) -> list[Sheet]:
    """The one table of a JSON file; its header is every name that a record has, in the order of their appearance."""
    names: dict[str, None] = {}
    for number, record in enumerate(_records(path), start=1):
        names.update(dict.fromkeys(map(str, record)))
        _require_text(number, record)
        if len(names) > LIMITS.COLUMNS:
            raise too_many_columns(1, WORD)
    return [Sheet(None, 0, tuple(names))]


def rows(path: str | PathLike[str], sheet: Sheet) -> Iterator[SourceRow]:
    """The records in order, counted from 1; one without any value is left out."""
    for number, record in enumerate(_records(path), start=1):
        cells = tuple(_text(record.get(name)) for name in sheet.header)
        if any(len(cell) > LIMITS.CELL for cell in cells):
            raise too_long_cell(number, WORD)
        _require_text(number, cells)
        if any(cells):
            yield SourceRow(number, None, cells)


def _records(path: str | PathLike[str]) -> list[dict[str, Any]]:
    """The records of a file: a list of them, alone or under one name."""
    if os_path.getsize(path) > LIMITS.JSON_BYTES:
        limit = LIMITS.JSON_BYTES // (1024 * 1024)
        raise Unreadable("A JSON file may have {limit} MB. Send a larger list as CSV.", limit=limit)
    try:
        with open(path, encoding="utf-8-sig") as stream:
            data = json.load(stream)
    except (ValueError, RecursionError) as error:
        raise Unreadable("This JSON file is damaged, or is not written in UTF-8.") from error
    if isinstance(data, dict):
        lists = [value for value in data.values() if isinstance(value, list)]
        data = lists[0] if len(lists) == 1 else None
    if not isinstance(data, list) or not data or not all(isinstance(record, dict) for record in data):
        raise Unreadable("This JSON file is no list of records, such as [{“employer”: “…”, “date”: “…”}].")
    if len(data) > LIMITS.ROWS:
        raise too_many_rows()
    return data


def _require_text(number: int, words: Iterable[str]) -> None:
    if any(NO_TEXT.search(one) for one in words):
        raise Unreadable(
            "Record {line} holds a character that no text has. Take it out, or save the list anew.", line=number
        )


def _text(value: Any, depth: int = 0) -> str:
    """A value as a cell shows it; of a list its values, of a record in the record its words."""
    if value is None or value is False:
        return ""
    if isinstance(value, list | dict):
        if depth == DEEPEST:
            raise Unreadable(
                "This JSON file holds records in records, more than {n} deep. Send a plain list.", n=DEEPEST
            )
        inner = value.values() if isinstance(value, dict) else value
        mark = ", " if isinstance(value, dict) else "; "
        return mark.join(text for one in inner if (text := _text(one, depth + 1)))
    return "yes" if value is True else str(value)
