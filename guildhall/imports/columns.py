"""Proposes which column of a list holds what, from the header and from the values."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guildhall.lib.marking import gettext_noop as _

from .column_synonyms import CONTACT_SYNONYMS, SYNONYMS


@dataclass(frozen=True, slots=True)
class Field:
    """Something a list can tell about an employer or a contact."""

    key: str
    label: str
    required: bool = False
    hint: str = ""


EMPLOYER_FIELDS: tuple[Field, ...] = (
    Field("name", _("Name"), True, _("The name people know the employer by.")),
    Field("legal_name", _("Legal name"), hint=_("The registered name, if it differs.")),
    Field("trading_name", _("Trading name"), hint=_("Doing business as (DBA).")),
    Field("street", _("Street address")),
    Field("street2", _("Suite or unit")),
    Field("city", _("City")),
    Field("state", _("State"), hint=_("CA or California.")),
    Field("zip", _("ZIP code"), hint=_("Five digits, or nine with a hyphen.")),
    Field("phone", _("Phone")),
    Field("website", _("Website")),
    Field("email", _("E-mail"), hint=_("A general address, not the one of a person.")),
    Field("ein", _("EIN"), hint=_("The federal tax number, nine digits.")),
    Field("license", _("License number")),
    Field("naics", _("NAICS code"), hint=_("Two to six digits.")),
    Field("size", _("Number of employees"), hint=_("A number or a range such as 100-249.")),
    Field("industry", _("Industry")),
    Field("tags", _("Tags"), hint=_("Separate them with semicolons or commas.")),
    Field("notes", _("Notes")),
    Field("contact_name", _("Contact person")),
    Field("contact_title", _("Title of the contact")),
    Field("contact_email", _("E-mail of the contact")),
    Field("contact_phone", _("Phone of the contact")),
    Field("source_id", _("Number in the source"), hint=_("What the sender calls this record.")),
)
CONTACT_FIELDS: tuple[Field, ...] = (
    Field("employer_name", _("Employer"), True, _("The employer this person works for.")),
    Field("first_name", _("First name")),
    Field("last_name", _("Last name")),
    Field("full_name", _("Full name"), hint=_("If first and last name are not apart.")),
    Field("title", _("Job title")),
    Field("email", _("E-mail")),
    Field("phone", _("Phone")),
    Field("employer_street", _("Street address of the employer")),
    Field("employer_city", _("City of the employer")),
    Field("employer_state", _("State of the employer")),
    Field("employer_zip", _("ZIP code of the employer")),
    Field("employer_website", _("Website of the employer")),
    Field("employer_ein", _("EIN of the employer")),
    Field("notes", _("Notes")),
    Field("source_id", _("Number in the source"), hint=_("What the sender calls this record.")),
)

_US_STATES = frozenset(
    """al ak az ar ca co ct de dc fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj
    nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy pr gu vi as mp""".split()
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")
_WORD = re.compile(r"[^\W_]+")
_LETTER = re.compile(r"[^\W\d_]")
_EMAIL_VALUE = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}\.[^\s@]{2,63}")
_URL_VALUE = re.compile(r"(?:https?://)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}(?:[/?#:]\S{0,500})?", re.I)
_ZIP_VALUE = re.compile(r"\d{3,5}(?:[- ]?\d{4})?(?:\.0*)?-?")
_CODE_VALUE = re.compile(r"\d{2,6}(?:\.0*)?(?:-\d\d)?\b.{0,80}")
_DATE_VALUE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b.{0,12}")

Test = Callable[[str], bool]
PLAIN = 95  # the score of a title that says just this
FEW = 5  # values; fewer prove nothing


def _lettered(value: str) -> bool:
    return bool(_LETTER.search(value)) and "@" not in value and not _DATE_VALUE.fullmatch(value)


def _digits(value: str) -> int:
    return sum(map(str.isdigit, value.partition(".0")[0]))


def _is_state(value: str) -> bool:
    letters = value.replace(".", "").strip().casefold()
    return letters in _US_STATES or (len(letters) > 3 and letters.replace(" ", "").isalpha())


_LETTERED = (0.5, _lettered)
_SHORT: tuple[float, Test] = (
    0.5,
    lambda value: len(value) <= 60 and not _DATE_VALUE.fullmatch(value),
)
_NUMERIC: tuple[float, Test] = (0.5, lambda value: 7 <= _digits(value) <= 9 and len(value) <= 24)
# For each field: the least share of values that must pass, and the test; below it the column
# plainly holds something else, whatever its header says.
_TESTS: dict[str, tuple[float, Test]] = {
    "street": (0.4, _lettered),
    "street2": (0.0, lambda value: "@" not in value),
    "state": (0.5, _is_state),
    "zip": (0.5, lambda value: bool(_ZIP_VALUE.fullmatch(value))),
    "phone": (0.4, lambda value: 7 <= _digits(value) <= 20 and "@" not in value),
    "website": (0.4, lambda value: bool(_URL_VALUE.fullmatch(value))),
    "email": (0.3, lambda value: bool(_EMAIL_VALUE.search(value))),
    "ein": _NUMERIC,
    "license": _SHORT,
    "naics": (0.5, lambda value: bool(_CODE_VALUE.fullmatch(value))),
    "size": (0.4, lambda value: any(map(str.isdigit, value)) and len(value) < 40),
    "tags": (0.0, _lettered),
    "notes": (0.0, lambda value: True),
    "source_id": _SHORT,
}
_ALIASES = {"contact_email": "email", "contact_phone": "phone"}
# Values so particular that they tell the field without any help from the header.
_PHONE_VALUE = re.compile(r"(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?: ?(?:x|ext).{1,8})?", re.I)
_SITE_VALUE = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|us)/?", re.I)
_SPEAKING: dict[str, tuple[float, re.Pattern[str]]] = {
    "email": (40, _EMAIL_VALUE),
    "website": (35, _SITE_VALUE),
    "phone": (30, _PHONE_VALUE),
}
# Weaker signs, used only for columns that have no name at all.
_UNTITLED: dict[str, tuple[float, re.Pattern[str]]] = {
    "state": (20, re.compile("|".join(_US_STATES), re.I)),
    "zip": (20, re.compile(r"\d{5}(?:-\d{4})?")),
    "street": (15, re.compile(r"\d+ .*[^\W\d_]{2}.*|p\.? ?o\.? box .*", re.I)),
    "name": (10, re.compile(r".*[^\W\d_]{2}.*")),
}
_NAMES = frozenset({"name", "employer_name", "full_name", "legal_name", "industry"})
# Words that turn a title into something about the matter: "License status", "Zip code type".
_OTHER_MATTER = frozenset("date status desc description code type latitude longitude fax county activity".split())


def words(header: str) -> str:
    """A header as lower-case words: "DBA_ADDRESS1" becomes "dba address 1"."""
    header = header.replace("#", " number ").replace("\N{NUMERO SIGN}", " number ")
    return " ".join(_WORD.findall(_CAMEL.sub(" ", header))).casefold()


def propose(header: Sequence[str], fields: Sequence[Field], sample: Sequence[Sequence[str]]) -> dict[str, int]:
    """For each field the index of the column that most likely holds it; each used once.

    Fields without a likely column are left out.
    """
    keys = [field.key for field in fields]
    contacts = "employer_name" in keys
    scored: list[tuple[float, int, int, str]] = []
    for index, title in enumerate(header):
        values = [row[index].strip()[:500] for row in sample[:200] if index < len(row)]
        values = [value for value in values if value]
        for rank, key in enumerate(keys):
            score = _score(key, words(title), values, contacts)
            if score > 0:
                scored.append((-score, rank, index, key))
    by_key: dict[str, int] = {}
    for _points, _rank, index, key in sorted(scored, key=lambda item: (item[0], item[2], item[1])):
        if key not in by_key and index not in by_key.values():
            by_key[key] = index
    if "name" in keys:
        _name_from_others(by_key)
    return {key: by_key[key] for key in keys if key in by_key}


def _name_from_others(found: dict[str, int]) -> None:
    """An employer is called by its trading name, or its legal name, if there is no other."""
    for other in ("trading_name", "legal_name"):
        if "name" not in found and other in found:
            found["name"] = found.pop(other)


def _score(key: str, title: str, values: Sequence[str], contacts: bool) -> float:
    """How likely a column holds a field; 0 for not at all."""
    plain = _ALIASES.get(key, key.removeprefix("employer_") if contacts else key)
    least, test = _TESTS.get(plain, _LETTERED)
    share = sum(map(test, values)) / len(values) if values else None
    score = _title_score(key, title, contacts)
    # Under a plain title, values that do not fit are mistakes to be shown, unless none at all fits.
    least = min(least, 0.1) if score >= PLAIN else least
    if share is not None and share < least and not (score >= PLAIN and len(values) < FEW):
        return 0.0
    if score:
        # Full columns beat empty ones with an equally good name.
        return score + (10 * share if share is not None else -5)
    if not values:
        return 0.0
    if key in _SPEAKING:
        return _by_values(values, 0.7, *_SPEAKING[key])
    if plain in _UNTITLED and re.fullmatch(r"column \d+", title):
        return _by_values(values, 0.9, *_UNTITLED[plain])
    return 0.0


def _by_values(values: Sequence[str], enough: float, points: float, pattern: re.Pattern[str]) -> float:
    share = sum(bool(pattern.fullmatch(value)) for value in values) / len(values)
    return points + share if share >= enough else 0.0


def _title_score(key: str, title: str, contacts: bool) -> float:
    """100 for the first synonym and less for later ones; some for one within the title."""
    listed = CONTACT_SYNONYMS.get(key) if contacts else None
    synonyms = (listed or SYNONYMS.get(key, key.replace("_", " "))).split("|")
    if title in synonyms:
        return 100 - synonyms.index(title) * 0.5
    if not _OTHER_MATTER.isdisjoint(title.split()):
        return 0.0
    best = 0.0
    padded = f" {title} "
    for rank, synonym in enumerate(synonyms):
        # "Company phone" is no name of a company, "Hospital name" is one: names come last.
        fits = padded.endswith(f" {synonym} ") if key in _NAMES else f" {synonym} " in padded
        if len(synonym) > 2 and fits:
            best = max(best, 60 * len(synonym) / len(title) - rank * 0.3)
    return best if best >= 15 else 0.0
