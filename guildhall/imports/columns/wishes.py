"""Reads the column of wishes by its title: under "Email opt out" a "yes" is one, under "OK to contact" a "no" is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from guildhall.imports.columns.titles import readings

FIELD = "do_not_contact"
_YES = frozenset("yes y true 1 x si sí checked t".split())
_NO = frozenset("no n false 0 unchecked f".split())


def proposed(header: Sequence[str], sample: Sequence[Sequence[str]]) -> int | None:
    """The column in which other systems export who opted out, or who may be contacted, answered by yes or no."""
    for at, title in enumerate(header):
        what = readings(title)[0].what
        values = [row[at].strip() for row in sample if at < len(row) and row[at].strip()]
        answers = sum(value.casefold().strip(".") in _YES | _NO for value in values)
        if what == "optout" or (what == "welcome" and 2 * answers >= len(values) > 0):
            return at
    return None


def read_by_title(raw: dict[str, str], columns: Mapping[str, Any], header: Sequence[str]) -> None:
    """Write the words of a wish for a bare "yes" or "no"; what else stands under a title of leave goes to the notes."""
    at = columns.get(FIELD)
    value = raw.get(FIELD, "").strip()
    if not value or not isinstance(at, int) or at >= len(header):
        return
    title = " ".join(header[at].split())
    word = value.casefold().strip(".")
    if any(reading.what == "welcome" for reading in readings(title)[:1]):
        raw[FIELD] = f"{title}: {value}" if word in _NO else ""
        if word not in _NO | _YES:
            raw["notes"] = "\n".join(filter(None, (raw.get("notes", "").strip(), f"{title}: {value}")))
    elif word in _YES:
        raw[FIELD] = f"{title}: {value}"
    elif word in _NO:
        raw[FIELD] = ""
