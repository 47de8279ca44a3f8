"""Reads what people write into cells as a careful clerk would, and says what it made of them.

What is plain is put right and told in a remark. What somebody should decide stays as it is, with a suggestion that is
taken with one press: nothing is guessed silently.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from guildhall.lib.sentences import Sentence, said

from .addresses import in_parts
from .columns.values import SOCIAL
from .doubts import Doubtful
from .more_in_names import NUMBER
from .people_in_cells import read_people

Raw = dict[str, str]
PERSON = ("contact_name", "full_name")

_MARK = re.compile(r"(^|[;|\t]\s*)'(?=[=+\-@\t])")
_MAIL_ENDS = re.compile(r"\s*(?:::+|[;,|\n]|\s/\s|/(?=\S+@)|\s(?:or|and|y|o)\s)\s*", re.I)
_ADDRESS = re.compile(r"[^\s@<>;,]{1,64}@[^\s@<>;,]{1,255}")
_LONGEST = 1_000  # letters of a cell that may hold several addresses or numbers


@dataclass(slots=True)
class Read:
    """A row as the clerk read it: what was made of the cells, what is told of that, what somebody decides."""

    raw: Raw
    remarks: list[tuple[str, Sentence]] = field(default_factory=list)  # field and sentence
    doubts: list[Doubtful] = field(default_factory=list)

    def note(self, words: str) -> None:
        """Keep what has no place of its own in the notes."""
        notes = self.raw.get("notes", "")
        if words not in notes:
            self.raw["notes"] = f"{notes}\n{words}" if notes.strip() else words


def read(raw: Mapping[str, str], keys: frozenset[str], seen: Mapping[str, str] | None = None) -> Read:
    """Read one row. `seen` are cells that somebody has looked at and left as they stand: they raise no doubt."""
    result = Read({key: _MARK.sub(r"\1", value) if "'" in value else value for key, value in raw.items()})
    prefix = "employer_" if "employer_name" in keys else ""
    _read_names(result)
    _read_address(result, prefix)
    _read_website(result, f"{prefix}website")
    for key in ("email", "contact_email"):
        if key in keys:
            _read_emails(result, key)
    for key in ("phone", "contact_phone"):
        if key in keys:
            _read_phones(result, key)
    read_people(result, keys, dict(seen or {}))
    return result


_NAMED_BY = {
    "trading_name": said("No name in this row: the trading name is used."),
    "legal_name": said("No name in this row: the legal name is used."),
}


def _read_names(read: Read) -> None:
    """An employer is called by its trading name, or else its legal name, in a row that has no other."""
    raw = read.raw
    if "name" in raw and not raw["name"].strip():
        for key in _NAMED_BY:
            if raw.get(key, "").strip():
                raw["name"] = raw[key]
                read.remarks.append(("name", _NAMED_BY[key]))
                return


def _read_address(read: Read, prefix: str) -> None:
    raw = read.raw
    street, city = raw.get(f"{prefix}street", ""), raw.get(f"{prefix}city", "")
    empty = not any(raw.get(f"{prefix}{key}", "").strip() for key in ("state", "zip"))
    for key, value in (("street", street), ("city", city)):
        lone = key == "city" or not city.strip()
        if (
            lone
            and empty
            and ("," in value or "\n" in value)
            and (parts := in_parts(value))
            and (key == "street" or "street" not in parts)
        ):
            if key == "street" and "street" not in parts:
                raw[f"{prefix}street"] = ""
            raw |= {f"{prefix}{part}": text for part, text in parts.items()}
            return


def _read_website(read: Read, key: str) -> None:
    """A page at a social network is worth keeping, but no website of the employer."""
    value = read.raw.get(key, "").strip()
    if value and SOCIAL.fullmatch(value):
        read.raw[key] = ""
        read.note(f"Page: {value}")
        read.remarks.append(
            (key, said("{page} is a page at a social network: it is kept in the notes.", page=value[:120]))
        )


def _read_emails(read: Read, key: str) -> None:
    value = read.raw.get(key, "")
    if value.count("@") < 2 or len(value) > _LONGEST:
        return
    parts = [part.strip(" ;,.<>").removeprefix("mailto:") for part in _MAIL_ENDS.split(value)]
    addresses = [part for part in parts if _ADDRESS.fullmatch(part)]
    if len(addresses) < 2:
        addresses = _ADDRESS.findall(value)
    addresses = list(dict.fromkeys(addresses))
    if "<" in value and len(addresses) < 2:
        return
    if addresses and len([part for part in parts if part]) <= len(addresses) + 1:
        _several(read, key, addresses, "Further e-mail")


def _read_phones(read: Read, key: str) -> None:
    value = read.raw.get(key, "")
    if not 14 <= len(value) <= _LONGEST:
        return
    numbers = [match.group().strip() for match in NUMBER.finditer(value)]
    if len(numbers) >= 2:
        _several(read, key, list(dict.fromkeys(numbers)), "Further telephone")


def _several(read: Read, key: str, values: list[str], words: str) -> None:
    """The first value is kept in its field, the others in the notes, unless each belongs to a person of the cell."""
    people = next((read.raw[key] for key in PERSON if read.raw.get(key)), "")[:_LONGEST]
    if len(re.split(r"\s*(?:;|\s/\s|\n|\s&\s|\sand\s)\s*", people.strip())) == len(values) > 1:
        read.raw[key] = "; ".join(values)
        return
    read.raw[key] = values[0]
    for value in values[1:]:
        read.note(f"{words}: {value}")
    more = ", ".join(values[1:])[:150]
    if more:
        read.remarks.append(
            (
                key,
                said("This cell holds several: {first} is used, {more} kept in the notes.", first=values[0], more=more),
            )
        )
