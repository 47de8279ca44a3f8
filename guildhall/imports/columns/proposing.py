"""Gives each field the column that most likely holds it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.conf import settings
from django.utils.translation.trans_real import translation

from guildhall.imports.columns import of_engagements
from guildhall.imports.columns import values as v
from guildhall.imports.columns.fields import Field
from guildhall.imports.columns.fitting import LETTERED, TESTS
from guildhall.imports.columns.meaning import Column, by_title, is_misnamed
from guildhall.imports.columns.titles import readings, words

LOOKED_AT = 200  # rows
PLAIN = 90  # the score of a title that says just this
ENOUGH = 50  # below it a title says too little
FEW = 5  # values; fewer prove nothing
COUNTED = re.compile(r"column \d+")


def propose(header: Sequence[str], fields: Sequence[Field], sample: Sequence[Sequence[str]]) -> dict[str, int]:
    """For each field the index of the column that most likely holds it; each used once.

    Fields without a likely column are left out.
    """
    keys = [field.key for field in fields]
    if _is_own_list(header, fields):
        return {key: at for at, key in enumerate(keys)}  # our own empty list, filled in
    table = _columns(header, sample)
    scored = _scored(keys, table)
    by_key = of_engagements.by_title(header, sample) if "happened_on" in keys else {}
    for _points, _rank, at, key in sorted(scored, key=lambda one: (-one[0], one[2], one[1])):
        if key not in by_key and at not in by_key.values() and not _told_already(key, by_key):
            by_key[key] = at
    if "name" in keys:
        _name_from_others(by_key)
    return {key: by_key[key] for key in keys if key in by_key}


def _is_own_list(header: Sequence[str], fields: Sequence[Field]) -> bool:
    """Whether these are the headings of our own empty list, in whichever language it was taken."""
    if len(header) != len(fields):
        return False
    catalogs = (translation(language) for language, _name in settings.LANGUAGES)
    return any(list(header) == [catalog.gettext(field.label) for field in fields] for catalog in catalogs)


def likeliest(key: str, header: Sequence[str], sample: Sequence[Sequence[str]], most: int = 3) -> list[int]:
    """The columns most likely to hold a name that no title announces: those with the most telling words."""
    ranked = []
    for column in _columns(header, sample):
        texts = column.share(v.lettered)
        if column.values and texts >= 0.5:
            people, firms = column.share(v.is_known_person), column.share(v.is_firm)
            other = column.share(v.is_city) + column.share(v.is_job) + column.share(v.YES_NO.fullmatch)
            different = len(set(column.values)) / len(column.values)
            known = any(reading.what == "name" for reading in column.readings)
            ranked.append((firms - people - other + different + known, -column.at))
    return [-at for _points, at in sorted(ranked, reverse=True)[:most]]


def _columns(header: Sequence[str], sample: Sequence[Sequence[str]]) -> list[Column]:
    rows = sample[:LOOKED_AT]
    return [
        Column(at, title, readings(title), [s for row in rows if at < len(row) and (s := row[at].strip()[:500])])
        for at, title in enumerate(header)
    ]


def _scored(keys: Sequence[str], table: Sequence[Column]) -> list[tuple[float, int, int, str]]:
    contacts = "employer_name" in keys
    around = _around(table, contacts)
    scored = []
    for column in table:
        best: dict[str, float] = {}
        for order, reading in enumerate(column.readings):
            for key, points in by_title(reading, column, contacts, around).items():
                if key in keys:
                    best[key] = max(best.get(key, 0.0), points - 3 * order)
        if any(r.what == "other" or r.whose == "staff" for r in column.readings[:1]):
            continue
        if column.readings[0].what not in ("", "place", "job"):
            best.setdefault("", 0.0)
        for key, points in best.items():
            if (score := _judged(key, points, column)) >= ENOUGH:
                scored.append((score, keys.index(key), column.at, key))
        if column.values and (not best or is_misnamed(column)):
            for key, points in _by_values(column, contacts).items():
                if key in keys:
                    scored.append((points, keys.index(key), column.at, key))
    return scored


def _around(table: Sequence[Column], contacts: bool) -> frozenset[str]:
    """What the other columns tell: whether people are named, and apart; whether an organization is."""
    told = set()
    for column in table:
        for reading in column.readings[:1]:
            if reading.what in ("first", "last"):
                told.add(reading.what)
            if reading.what in ("first", "last", "full"):
                told.add("person")
            if reading.what == "name" and reading.whose in ("person", "org"):
                told.add(reading.whose)
            if reading.what == "name" and not reading.whose and contacts:
                told.add("person")
            if reading.what in ("legal", "trading"):
                told.add("org")
            if not reading.what and column.share(v.is_known_person) > 0.6:
                told.add("person")
    return frozenset(told)


def _judged(key: str, points: float, column: Column) -> float:
    """The score of a title in the light of the values below it; 0 for a plain contradiction."""
    plain = key if key in TESTS else key.removeprefix("employer_").removeprefix("contact_")
    least, test = TESTS.get(plain, LETTERED)
    if not column.values:
        return points - 5
    fitting = column.share(test)
    # Under a plain title, values that do not fit are mistakes to be shown, unless none at all fits.
    least = min(least, 0.1) if points >= PLAIN else least
    mistakes = points >= PLAIN and len(column.values) < FEW and plain not in ("title", "website", "notes")
    if fitting < least and not mistakes:
        return 0.0
    if plain in ("notes", "tags", "contact_name", "full_name") and not fitting:
        return 0.0
    # Full columns beat empty ones with an equally good title.
    return points + 10 * fitting


def _told_already(key: str, by_key: dict[str, int]) -> bool:
    """Whether a name in parts makes the name in one piece needless, and the other way round."""
    parts = {"full_name": ("first_name", "last_name"), "contact_name": ("contact_first_name", "contact_last_name")}
    if key in parts:
        return all(part in by_key for part in parts[key])
    return any(key in part and whole in by_key and len(part) == 2 for whole, part in parts.items()) and not any(
        other in by_key for part in parts.values() if key in part for other in part
    )


def _name_from_others(by_key: dict[str, int]) -> None:
    """An employer is called by its trading name, or its legal name, if there is no other."""
    for other in ("trading_name", "legal_name"):
        if "name" not in by_key and other in by_key:
            by_key["name"] = by_key.pop(other)


def _by_values(column: Column, contacts: bool) -> dict[str, float]:
    """Points by the values alone, where the title says nothing known."""
    counted = bool(COUNTED.fullmatch(words(column.title)))
    share = column.share
    points: dict[str, float] = {}
    person, firm, job = (
        ("full_name", "employer_name", "title") if contacts else ("contact_name", "name", "contact_title")
    )
    place = "employer_" if contacts else ""
    for key, score, test in (
        ("email", 40, v.EMAIL.fullmatch), (f"{place}website", 35, _website), ("phone", 30, v.PHONE.fullmatch),
        (person, 34, v.is_known_person), (firm, 32, v.is_firm), (job, 26, v.is_job),
        (f"{place}city", 28, v.is_city), (f"{place}street", 27, v.STREET.fullmatch),
    ):  # fmt: skip
        if (fitting := share(test)) >= 0.6:
            points[key] = score + fitting
    if counted:  # weaker signs, used only for columns that have no name at all
        for key, score, test in (
            (f"{place}state", 20, lambda s: s.casefold() in v.US_STATES), (f"{place}zip", 20, v.ZIP5.fullmatch),
            (firm, 10, lambda s: v.LETTER.search(s) and len(s) > 3),
        ):  # fmt: skip
            if (fitting := share(test)) >= 0.9:
                points.setdefault(key, score + fitting)
    return points


def _website(value: str) -> object:
    return v.SITE.fullmatch(value) and not v.SOCIAL.fullmatch(value)
