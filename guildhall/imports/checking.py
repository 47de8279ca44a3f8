"""Cleans the values of one row and says, in plain sentences, what is wrong with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from guildhall.employers.matching.people import is_role_mailbox
from guildhall.lib.sentences import Sentence, said

from . import cleaners, reach_cleaners
from .cleaners import Doubt


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value; `message` is a sentence for the person who imports."""

    field: str
    value: str
    message: Sentence
    suggest: Mapping[str, str] | None = None  # what may be meant, by field: taken with one press
    stands: bool = False  # whether the value may stay as it is, once somebody has looked at it


_CLEANERS: dict[str, Callable[[str], str]] = {
    "name": cleaners.name,
    "legal_name": cleaners.name,
    "trading_name": cleaners.name,
    "employer_name": cleaners.name,
    "contact_name": cleaners.name,
    "first_name": cleaners.name,
    "last_name": cleaners.name,
    "full_name": cleaners.name,
    "state": cleaners.state,
    "zip": cleaners.zip_code,
    "phone": reach_cleaners.phone,
    "website": reach_cleaners.website,
    "email": reach_cleaners.email,
    "ein": cleaners.ein,
    "license": cleaners.identifier,
    "source_id": cleaners.identifier,
    "naics": cleaners.naics,
    "size": cleaners.size,
    "tags": cleaners.tags,
    "do_not_contact": cleaners.do_not_contact,
    "until": cleaners.until,
    "happened_on": cleaners.day,
    "themes": cleaners.tags,
    "contact_first_name": cleaners.name,
    "contact_last_name": cleaners.name,
}
_OF_PEOPLE = frozenset(("email", "phone", "contact_email", "contact_phone"))
for _key in ("state", "zip", "website", "ein"):
    _CLEANERS[f"employer_{_key}"] = _CLEANERS[_key]
for _key in ("email", "phone"):
    _CLEANERS[f"contact_{_key}"] = _CLEANERS[_key]

# What people write into a cell that has no value; names and notes may really be such words.
_NOTHING = frozenset(
    (
        "n/a",
        "na",
        "n.a.",
        "#n/a",
        "-",
        "--",
        "---",
        "none",
        "null",
        "nil",
        "unknown",
        "?",
        ".",
        "tbd",
    )
)
_WORDY = frozenset(
    ("summary", "body", "outcome", "name", "employer_name", "first_name", "last_name", "full_name", "notes", "tags")
)
# Signs nobody can see: zero-width ones, direction marks, soft hyphen, byte order mark.
_INVISIBLE = dict.fromkeys(
    (
        0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
        *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC),
    )
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")


def check(values: Mapping[str, str], fields: Iterable[cleaners.HasKey]) -> tuple[dict[str, str], list[Problem]]:
    """Cleaned values and problems of one row; a value with a problem is not among the cleaned.

    Fields without a value are left out.
    """
    cleaned: dict[str, str] = {}
    problems: list[Problem] = []
    missing: list[tuple[str, str]] = []
    person = False
    several = ";" in (values.get("contact_name") or values.get("full_name") or "")
    for field in fields:
        key = field.key
        person = person or key == "full_name"
        raw = values.get(key)
        if raw:
            try:
                value = _each(key, raw) if several and key in _OF_PEOPLE else _value(key, raw)
            except Doubt as doubt:
                problems.append(
                    Problem(key, raw, doubt.sentence, {key: doubt.suggestion} if doubt.suggestion else None)
                )
                continue
            if value:
                cleaned[key] = value
                continue
        if field.required:
            missing.append((key, field.label))
    for key, label in missing:
        problems.append(Problem(key, values.get(key, ""), said("{label} is missing.", label=label)))
    if person:
        problems.extend(_person(cleaned, problems))
    return cleaned, problems


def extra_cells(cells: Sequence[str], width: int) -> list[Problem]:
    """A problem for a row with more cells than the header has columns."""
    extra = [cell.strip() for cell in cells[width:] if cell.strip()]
    if not extra:
        return []
    message = said("Cells in this row: {n}; in the header: {width}.", n=len(cells), width=width).then(
        said("A separator inside a text may need quotation marks around that text.")
    )
    return [Problem("", "; ".join(extra)[:200], message)]


def _person(cleaned: Mapping[str, str], problems: Sequence[Problem]) -> list[Problem]:
    """A contact needs a name: many have but one. A desk is known by its mailbox or its title."""
    if {"full_name", "first_name", "last_name", "title"}.intersection(cleaned):
        return []
    if any(problem.field in ("first_name", "last_name", "full_name") for problem in problems):
        return []
    if is_role_mailbox(cleaned.get("email", "")):
        return []
    return [Problem("full_name", "", said("The name of this person is missing."))]


def _each(key: str, raw: str) -> str:
    """The values of several people in one cell."""
    return "; ".join(value for part in raw.split(";") if (value := _value(key, part)))


def _value(key: str, raw: str) -> str:
    """One value, tidied and cleaned by the rules of its field; raises Doubt."""
    # The usual value is tidy already, and quick looks tell: what cannot be seen is not printable.
    if raw.isprintable() and (raw.isascii() or unicodedata.is_normalized("NFC", raw)):
        value = raw.strip()
        if "  " in value:
            value = " ".join(value.split())
    else:
        value = _tidy(raw, keep_lines=key in ("notes", "body"))
    if not value or (key not in _WORDY and len(value) < 8 and value.casefold() in _NOTHING):
        return ""
    clean = _CLEANERS.get(key)
    return clean(value) if clean else value


def _tidy(raw: str, keep_lines: bool) -> str:
    """Composed letters, single spaces, nothing invisible; control characters are refused."""
    match = _CONTROL.search(raw)
    if match:
        raise Doubt(said("Sign number {n} of this text cannot be shown. Type the text in again.", n=match.start() + 1))
    value = unicodedata.normalize("NFC", raw).translate(_INVISIBLE)
    if keep_lines:
        lines = (" ".join(line.split()) for line in value.splitlines())
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return " ".join(value.split())
