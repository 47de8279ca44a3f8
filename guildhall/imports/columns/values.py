"""What kind of values a column holds: people, organizations, places, ways to reach somebody."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from guildhall.imports.columns.known import CITIES, FIRMS, GIVEN_NAMES, JOBS, US_STATES

LETTER = re.compile(r"[^\W\d_]")
EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}\.[^\s@]{2,63}")
URL = re.compile(r"(?:https?://)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}(?:[/?#:]\S{0,500})?", re.I)
SITE = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|us|biz|mx|example)/?", re.I)
SOCIAL = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)?(?:linkedin|facebook|fb|instagram|twitter|x|tiktok|youtube|yelp|pinterest|threads)"
    r"\.(?:com|me|net)(?:/.*)?",
    re.I,
)
ZIP = re.compile(r"\d{3,5}(?:[- ]?\d{4})?(?:\.0*)?-?")
CODE = re.compile(r"\d{2,6}(?:\.0*)?(?:-\d\d)?\b.{0,80}")
DATE = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b.{0,24}"
    r"|\d{1,2}[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[ ,-]*\d{2,4}.{0,12}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2},? \d{2,4}.{0,12}",
    re.I,
)
PHONE = re.compile(
    r"(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[-. ]?)\d{3}[-. ]?\d{4}(?:[ ,]*(?:x|ext)\.? ?\d{1,6})?|\+\d[\d ()-]{8,18}",
    re.I,
)
STREET = re.compile(
    r"(?!\d+ (?:of|de) \d+$)\d+[\w/-]* .*[^\W\d_]{2}.*|p\.? ?o\.? box .*|(?:av|calle|blvd|carr)\b.* \d.*", re.I
)
FULL_ADDRESS = re.compile(r".+,.+\b[A-Z]{2}\.? +\d{5}(?:-\d{4})?\b.*")
ZIP5 = re.compile(r"\d{5}(?:-\d{4})?")
YES_NO = re.compile(r"(?:yes|no|y|n|true|false|x|si|sí|maybe|n/a|checked)\.?", re.I)
MONEY = re.compile(r"[$€£]\s?[\d,.]+.*")
HONORIFIC = re.compile(r"(?:mr|mrs|ms|miss|dr|prof|sr|sra|srta|rev|hon)s?\.?", re.I)
NUMBER = re.compile(r"[\d,.]+")
BAND = re.compile(r"[<>~]?\s?\d[\d,]*\s*(?:(?:-|–|to|a)\s*\d[\d,]*|\+)?\s*\w{0,12}", re.I)
_NAME = re.compile(r"[^\W\d_][\w.'’`´-]*,?(?: [^\W\d_][\w.'’`´-]*,?){1,4}")
_TITLES = re.compile(r"^(?:(?:mr|mrs|ms|miss|dr|prof|sr|sra|srta|rev|chef)\.? )+", re.I)


def _words(value: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", value.casefold())


def lettered(value: str) -> bool:
    """Letters that are neither an address nor a date."""
    return bool(LETTER.search(value)) and "@" not in value and not DATE.fullmatch(value)


def digits(value: str) -> int:
    """How many digits."""
    return sum(map(str.isdigit, value.partition(".0")[0]))


def is_state(value: str) -> bool:
    """A state's code, or a word that may be its name."""
    letters = value.replace(".", "").strip().casefold()
    return letters in US_STATES or (len(letters) > 3 and letters.replace(" ", "").isalpha())


def is_firm(value: str) -> bool:
    """A name with a word that only organizations bear."""
    return not FIRMS.isdisjoint(_words(value)) or " & " in value


def is_person(value: str) -> bool:
    """The full name of a person: "Dana Robles", "Robles, Dana", "Dr. Ana Ruiz, PhD"."""
    bare = _TITLES.sub("", value.split("(")[0].strip())
    if not _NAME.fullmatch(bare) or is_firm(bare) or bare.casefold() in CITIES or is_job(bare):
        return False
    family, comma, given = bare.partition(",")
    if comma and len(family.split()) <= 2 and given.strip() and len(given.split()) <= 3:
        return True
    parts = bare.replace(",", "").split()
    return parts[0].casefold().strip(".") in GIVEN_NAMES or all(p[:1].isupper() for p in parts)


def is_known_person(value: str) -> bool:
    """A full name with a given name that many bear."""
    return is_person(value) and not GIVEN_NAMES.isdisjoint(_words(value))


def is_given_name(value: str) -> bool:
    """A given name that many bear."""
    return value.split()[0].casefold().strip(".") in GIVEN_NAMES if value.split() else False


def is_one_name(value: str) -> bool:
    """A word or three that may be the given or the family name of a person."""
    return bool(LETTER.search(value)) and len(value.split()) <= 4 and "@" not in value


def is_job(value: str) -> bool:
    """What somebody is at work."""
    return not JOBS.isdisjoint(_words(value))


def is_city(value: str) -> bool:
    """A city of the region, or a large one; perhaps with its state."""
    return value.partition(",")[0].strip().casefold() in CITIES


def is_website(value: str) -> bool:
    """A web address of its own, not a page at a social network."""
    return bool(URL.fullmatch(value)) and not SOCIAL.fullmatch(value)


def share(values: Sequence[str], test: Callable[[str], object]) -> float:
    """The share of values that pass a test."""
    return sum(bool(test(value)) for value in values) / len(values) if values else 0.0
