"""One function per kind of value: returns it in the form Guildhall keeps, or raises Doubt."""

from __future__ import annotations

import re
import time
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Protocol

from guildhall.lib import clock
from guildhall.lib.sentences import Sentence, said

from .places import STATE_CODES, STATE_NAMES


class HasKey(Protocol):
    """A field of a list."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def required(self) -> bool: ...


class Doubt(Exception):
    """A value that needs a person; `str()` says why in one or two sentences; `suggestion` is what it may mean."""

    suggestion: str | None = None

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_POINT_ZEROS = re.compile(r"(\d+)\.0*")
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.I)
_LOOKALIKES = str.maketrans("OoIlSB", "001158")


def did_you_mean(sentence: Sentence, suggestion: str | None) -> Doubt:
    """A doubt with what may be meant."""
    doubt = Doubt(sentence.then(said("Did you mean {suggestion}?", suggestion=suggestion)) if suggestion else sentence)
    doubt.suggestion = suggestion
    return doubt


def whole_number(value: str) -> str:
    """Digits without the ".000" some exports add; raises Doubt for 9.5E+08."""
    match = _POINT_ZEROS.fullmatch(value)
    if match:
        return match.group(1)
    if _SHORTENED.fullmatch(value):
        lost = said("A spreadsheet shortened this number to {value} and its last digits are lost.", value=value)
        raise Doubt(lost.then(said("Type in the whole number.")))
    return value


def _lookalike(value: str, pattern: str) -> None:
    """Raises Doubt if letters that look like digits are all that is wrong."""
    repaired = value.translate(_LOOKALIKES)
    if repaired == value or not re.fullmatch(pattern, repaired):
        return
    wrong = [index for index, sign in enumerate(value) if sign != repaired[index]]
    sign = value[wrong[0]].replace("o", "O")
    if wrong == [len(value) - 1]:
        sentence = said("The last sign is a letter {sign}.", sign=sign)
    elif wrong == [0]:
        sentence = said("The first sign is a letter {sign}.", sign=sign)
    else:
        sentence = said("Letters stand where digits should be.")
    raise did_you_mean(sentence, repaired)


def name(value: str) -> str:
    """A name; needs one letter or digit."""
    if not _LETTER_OR_DIGIT.search(value):
        raise Doubt(said("A name needs at least one letter or digit."))
    return value


def identifier(value: str) -> str:
    """A number somebody else gave out, as text."""
    return whole_number(value) if value[:1].isdigit() else value


_ZIP = re.compile(r"\d{5}(?:-\d{4})?")


def zip_code(value: str) -> str:
    """Five digits, or nine with a hyphen; leading zeros lost in a spreadsheet come back."""
    if _ZIP.fullmatch(value):
        return value
    digits = whole_number(value).rstrip("-").replace(" ", "-")
    if re.fullmatch(r"\d{9}", digits):
        return f"{digits[:5]}-{digits[5:]}"
    if re.fullmatch(r"\d{3,5}(?:-\d{4})?", digits):
        front, hyphen, back = digits.partition("-")
        return front.zfill(5) + hyphen + back
    _lookalike(value, r"\d{5}(-\d{4})?")
    inside = re.findall(r"(?<!\d)\d{5}(?:-\d{4})?(?!\d)", value)
    suggestion = inside[0] if len(inside) == 1 else None
    raise did_you_mean(said("A ZIP code has five digits, or nine with a hyphen."), suggestion)


def state(value: str) -> str:
    """The two-letter code of a state, from the code or the full name."""
    if value in STATE_CODES:
        return value
    return _state(value)


@lru_cache(4096)
def _state(value: str) -> str:
    plain = " ".join(value.replace(".", " ").split()).casefold()
    joined = plain.replace(" ", "").upper()
    if joined in STATE_CODES:
        return joined
    if plain in STATE_NAMES:
        return STATE_NAMES[plain]
    near = get_close_matches(plain[:40], STATE_NAMES, 1, 0.8)
    suggestion = STATE_NAMES[near[0]] if near else None
    raise did_you_mean(said("“{value}” is not a state of the United States.", value=value[:60]), suggestion)


def ein(value: str) -> str:
    """Nine digits; leading zeros lost in a spreadsheet come back."""
    digits = whole_number(value).replace("-", "").replace(" ", "")
    if digits.isascii() and digits.isdecimal():
        if 6 <= len(digits) <= 9 and digits.strip("0"):
            return digits.zfill(9)
        if not digits.strip("0"):
            raise Doubt(said("An EIN has nine digits and not all are zeros."))
        raise Doubt(said("An EIN has nine digits; this one has {n}.", n=len(digits)))
    _lookalike(digits, r"\d{7,9}")
    result = re.findall(r"(?<!\d)\d\d-?\d{7}(?!\d)", value)
    suggestion = result[0] if len(result) == 1 else None
    raise did_you_mean(said("An EIN has nine digits and no letters."), suggestion)


_NAICS = re.compile(r"\d{2,6}|31-33|44-45|48-49")


def naics(value: str) -> str:
    """Two to six digits, or one of the three sector ranges; a title behind it is dropped."""
    code = whole_number(value)
    if _NAICS.fullmatch(code):
        return code
    titled = re.match(r"(\d{2,6})\s*(?:[-–—:]\s*|\s)[^\W\d_]{2}", code)
    if titled:
        return titled.group(1)
    _lookalike(code, r"\d{2,6}")
    if code.isdecimal():
        raise Doubt(said("A NAICS code has two to six digits; this one has {n}.", n=len(code)))
    raise Doubt(said("A NAICS code has two to six digits and nothing else."))


_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.0*)?\s*(?:employees|people|staff|workers|fte)?", re.I)
_BAND = re.compile(
    r"(?:<|>|<=|>=|≤|≥|under|over|up to|less than|more than|at least)?\s*\d[\d,]*\s*"
    r"(?:(?:-|–|—|to)\s*\d[\d,]*|\+|and (?:over|more|above)|or (?:more|less))?"
    r"\s*(?:employees|people|staff|workers)?",
    re.I,
)


def size(value: str) -> str:
    """A number of employees as digits, or a range such as "100-249" as it stands."""
    if value.isdecimal() and value.isascii():
        return value if len(value) <= 7 else _absurd(value)
    match = _COUNT.fullmatch(value)
    if match:
        digits = match.group(1).replace(",", "")
        return digits if len(digits) <= 7 else _absurd(value)
    if len(value) <= 40 and _BAND.fullmatch(value):
        return value
    inside = re.findall(r"\d[\d,]*", value)
    suggestion = inside[0].replace(",", "") if len(inside) == 1 else None
    raise did_you_mean(said("The number of employees is a number or a range."), suggestion)


def _absurd(value: str) -> str:
    raise Doubt(said("No employer has {value} employees.", value=value[:40]))


def tags(value: str) -> str:
    """Tags joined by "; ", each once."""
    unique: dict[str, str] = {}
    for part in re.split("[;,\n]", value):
        tag = " ".join(part.split())
        if tag:
            unique.setdefault(tag.casefold(), tag)
    return "; ".join(unique.values())


_NO = frozenset("no n false 0 ok yes_contact may".split())


def do_not_contact(value: str) -> str:
    """The words of a wish not to be contacted; nothing for a plain "no"."""
    return "" if value.casefold().strip(".") in _NO else value


def until(value: str) -> str:
    """The last day of somebody at an employer, as a date; "yes" where only that is known."""
    if value.casefold() in ("yes", "y", "x", "true", "left", "former"):
        return "yes"
    if value.casefold() in _NO:
        return ""
    last = day(value)
    if last > clock.today().isoformat():
        raise Doubt(said("This day has not come yet: nobody left on it. Leave it empty until then."))
    return last


def day(value: str) -> str:
    """A date in a usual form; a time of day behind it is left out."""
    for text in (value[:30], value[:30].replace("T", " ").partition(" ")[0]):
        for form in ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y"):
            try:
                return date(*time.strptime(text, form)[:3]).isoformat()
            except ValueError:
                continue
    raise Doubt(said("This is not a date. Write it as 2026-02-28."))
