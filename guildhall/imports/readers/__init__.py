"""Reads lists that people send: CSV in any usual form, Excel workbooks, and lists of records as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike
from typing import Any

from . import delimited, objects, workbook
from .archive import damaged
from .base import LIMITS, Sheet, SourceRow, Unreadable
from .sniff import JSON, TEXT, WORKBOOK, kind_of

__all__ = ["LIMITS", "Sheet", "SourceRow", "Unreadable", "require_kind", "rows", "sheets"]

_READERS: dict[str, Any] = {WORKBOOK: workbook, JSON: objects, TEXT: delimited}


def require_kind(path: str | PathLike[str], name: str) -> None:
    """Raises Unreadable for what is called a workbook but has become something else: half a file, an error page."""
    if name.lower().endswith((".xlsx", ".xlsm")) and kind_of(path) != WORKBOOK:
        raise damaged()


def sheets(path: str | PathLike[str]) -> list[Sheet]:
    """The tables in a file: one unnamed for CSV, every visible one for a workbook.

    Raises Unreadable when there is none or the file is not a list.
    """
    return _READERS[kind_of(path)].sheets(path)


def rows(path: str | PathLike[str], sheet: Sheet) -> Iterator[SourceRow]:
    """The data rows of one table, read while you iterate; Unreadable may come at any row."""
    yield from _READERS[kind_of(path)].rows(path, sheet)
