"""What a title may mean, with points, in the light of what stands below it and of the other columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from guildhall.employers.matching.people import is_role_mailbox
from guildhall.imports.columns import values as v
from guildhall.imports.columns.titles import Reading

Test = Callable[[str], object]
_KEPT_UNDER = {  # what a title tells -> the field that keeps it, of an employer and of a contact
    "street": "street", "street2": "street2", "city": "city", "state": "state", "zip": "zip", "website": "website",
    "ein": "ein", "license": "license", "naics": "naics", "size": "size", "industry": "industry", "tags": "tags",
    "notes": "notes", "id": "source_id", "legal": "legal_name", "trading": "trading_name",
    "licenseid": "license", "rowid": "source_id",
}  # fmt: skip
_OF_CONTACTS = {"first": "contact_first_name", "last": "contact_last_name", "job": "contact_title"}
_PLACES = frozenset(("street", "street2", "city", "state", "zip"))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where it stands, what its title may mean, and its values."""

    at: int
    title: str
    readings: tuple[Reading, ...]
    values: list[str]

    def share(self, test: Test) -> float:
        """The share of its values that pass a test."""
        return v.share(self.values, test)


def is_misnamed(column: Column) -> bool:
    """Whether a "title" is that of an organization, as some lists call its name."""
    return column.readings[0].what == "job" and column.share(v.is_firm) > 0.5 > 2 * column.share(v.is_job)


def by_title(reading: Reading, column: Column, contacts: bool, around: frozenset[str]) -> dict[str, float]:
    """Points for the fields that a title may mean."""
    what, whose = reading.what, reading.whose
    if what in ("", "other", "optout", "welcome") or whose == "staff":
        return {}
    less = 4 * reading.rest + {"second": 18, "mailing": 5}.get(reading.how, 0)
    if reading.number > 1 and what not in ("naics", "zip", "street2"):
        less += 10 + 6 * min(reading.number, 5)
    if whose == "home":
        less += 20
    if what == "quiet":
        return {"do_not_contact": 100 - less}
    if what == "left":  # "Member until" and "Available until" are of something else
        return {"until": 100 - less} if not reading.rest and whose in ("", "person") else {}
    judge = _of_contact if contacts else _of_employer
    return {key: points - less for key, points in judge(reading, column, around).items()}


def _of_contact(reading: Reading, column: Column, around: frozenset[str]) -> dict[str, float]:
    what, whose = reading.what, reading.whose
    if what in ("name", "full"):
        return _names_of_contacts(reading, column, around)
    if what in ("legal", "trading"):
        return {"employer_name": 80 if what == "trading" else 78}
    if what in ("first", "last"):
        return {f"{what}_name": 100 if whose != "org" else 60}
    if what == "job" and not is_misnamed(column):
        return {"title": 100 if whose != "org" else 85}
    if what in ("email", "phone", "cell"):
        near = {"org": 90, "home": 96}.get(whose, 100)
        return {"email" if what == "email" else "phone": near - (6 if what == "cell" else 0)}
    if what in _PLACES or what in ("website", "ein"):
        if whose == "home" or what == "street2":
            return {}
        return {f"employer_{what}": 100 if whose == "org" else 96}
    if what == "place":
        return {"employer_city": 85} if column.share(v.is_city) > 0.5 else {}
    if what == "link" and whose == "org":
        return {"employer_website": 90}
    if what in ("notes", "id"):
        return {"notes" if what == "notes" else "source_id": 60 if whose == "org" and what == "id" else 96}
    return {}


def _names_of_contacts(reading: Reading, column: Column, around: frozenset[str]) -> dict[str, float]:
    """A name in a list of contacts: of the person, or of the employer."""
    people, firms = column.share(v.is_person), column.share(v.is_firm)
    whose = reading.whose
    if (reading.what == "full" and whose not in ("org", "either")) or whose in ("person", "pronoun"):
        return {"full_name": 98, **({"employer_name": 55 + 30 * firms} if firms > people and firms > 0.4 else {})}
    if whose == "org":
        return {"employer_name": 99}
    if not whose and "last" in around and "first" not in around:
        return {"first_name": 97}
    person_first = "person" not in around or "org" in around
    if whose == "either":
        one = 92.0 if person_first and people > firms else 70.0
        return {"full_name": one, "employer_name": 90 - 30 * (people > firms and "org" in around)}
    if whose == "home":
        return {}
    return {"full_name": 96 - 30 * (firms > people), "employer_name": 80.0 if firms > people else 0.0}


def _of_employer(reading: Reading, column: Column, around: frozenset[str]) -> dict[str, float]:
    what, whose = reading.what, reading.whose
    personal = whose in ("person", "pronoun")
    if what in ("name", "full"):
        return _names_of_employers(reading, column, around)
    if what in _OF_CONTACTS and not is_misnamed(column):
        return {_OF_CONTACTS[what]: 100 if personal else 95}
    if what == "email":
        return _emails(whose, column, around)
    if what in ("phone", "cell"):
        if personal:
            return {"contact_phone": 100, "phone": 52}
        return {"phone": 70, "contact_phone": 90} if what == "cell" else {"phone": 99}
    if what == "place":
        if column.share(v.FULL_ADDRESS.fullmatch) > 0.5 or column.share(v.STREET.fullmatch) > 0.5:
            return {"street": 80}
        if column.share(v.is_city) > 0.3:
            return {"city": 85}
        return {"city": 60} if column.share(v.SITE.fullmatch) < 0.3 else {}
    if what == "link":
        return {"website": 90}
    if what == "tags" and column.share(v.NUMBER.fullmatch) > 0.3:
        return {}
    if personal and what in _PLACES:
        return {}
    points = 100.0 if whose in ("org", "either") or not whose else 90.0
    if what in ("street", "street2", "city", "state", "zip") and reading.how == "physical":
        points += 1
    if what == "id" and whose == "person":
        return {}
    if what in ("licenseid", "rowid"):
        points -= 8
    return {_KEPT_UNDER[what]: points - 1} if what in _KEPT_UNDER else {}


def _emails(whose: str, column: Column, around: frozenset[str]) -> dict[str, float]:
    """An address of the employer, or of the person whom the list names."""
    desks = column.share(is_role_mailbox)
    if whose in ("person", "pronoun"):
        return {"contact_email": 100}
    if whose == "org" or "person" not in around or desks >= 0.5:
        return {"email": 99, "contact_email": 52 if "person" in around else 0}
    return {"contact_email": 95, "email": 94}


def _names_of_employers(reading: Reading, column: Column, around: frozenset[str]) -> dict[str, float]:
    """A name in a list of employers: of the employer, or of the person there."""
    people, firms, whose = column.share(v.is_known_person), column.share(v.is_firm), reading.whose
    if whose == "pronoun":
        return {"contact_name": 97}
    if whose == "person" or (reading.what == "full" and whose not in ("org", "either")):
        return {"contact_name": 98, "name": 60 + 30 * firms if firms > 0.3 and firms > people else 0}
    if whose == "org":
        return {"name": 99 + firms}
    if whose == "either":
        return {"name": 92 - 30 * (people > firms), "contact_name": 85.0 if people > firms else 0.0}
    if whose == "home":
        return {}
    return {"name": 95 - 30 * (people > 0.5 and "org" in around), "contact_name": 80.0 if people > 0.5 else 0.0}
