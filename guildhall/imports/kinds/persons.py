"""The people whom a row names, each with what the row tells of them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from guildhall.employers.actions.entering import NewContact
from guildhall.imports.columns.values import is_job
from guildhall.lib import clock
from guildhall.lib.sentences import phrase

OF_NOBODY = phrase("The row names nobody of whom this is said.")
FRONT_OFFICE = "Front office"  # a mailbox or a telephone without a person


def person_of(full: str, first: str, last: str) -> NewContact | None:
    """A contact from a name in one or two parts; "Doyle, Hannah" and "Hannah Doyle" are the same person."""
    if last or first:
        return NewContact(family_name=(last or first), given_name=first if last else "")
    full = " ".join(full.split())
    if not full:
        return None
    if "," in full:
        family, _comma, given = full.partition(",")
        return NewContact(family_name=family.strip(), given_name=given.strip())
    if is_job(full) and full.casefold() not in _ALSO_NAMES and len(full) <= 80:
        return NewContact(family_name=full)  # "HR Department", "Hiring manager": a desk
    given, _space, family = full.rpartition(" ")
    return NewContact(family_name=family, given_name=given)


_ALSO_NAMES = frozenset(("cook", "chef"))


def people_of(values: Mapping[str, str], whole: str, first: str, last: str) -> list[NewContact]:
    """Everybody whom a row names: several stand in one cell with semicolons between them."""
    get = values.get
    if get(first) or get(last):
        one = person_of("", get(first, ""), get(last, ""))
        return [one] if one else []
    return [person for name in get(whole, "").split(";") if (person := person_of(name, "", ""))]


def told(people: Sequence[NewContact], values: Mapping[str, str], keys: Mapping[str, str]) -> None:
    """Give people what the row tells of them: one value for each where there are as many, else to the first."""
    for attribute, key in keys.items():
        value = values.get(key, "")
        parts = [part.strip() for part in value.split(";")] if len(people) > 1 else [value]
        if len(people) > 1 and len(parts) != len(people):
            parts = [value]
        for person, part in zip(people, parts, strict=False):
            setattr(person, attribute, part)
    last_day = last_day_of(values.get("until", ""))
    for person in people:
        person.until, person.quiet = last_day, values.get("do_not_contact", "")


def last_day_of(until: str) -> date | None:
    """The last day of somebody who left; yesterday where nobody says when."""
    if not until:
        return None
    try:
        return min(date.fromisoformat(until), clock.today() - timedelta(1))
    except ValueError:
        return clock.today() - timedelta(1)


def of_nobody(people: Sequence[NewContact], values: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What a row says of a person whom it does not name."""
    kept = {"until": any(one.until for one in people), "do_not_contact": any(one.quiet for one in people)}
    keys = [key for key, is_kept in kept.items() if not is_kept and values.get(key)]
    return [(key, values[key], OF_NOBODY) for key in keys]


def called(people: Sequence[NewContact]) -> str:
    """The names of people, for titles and notes."""
    return ", ".join(f"{person.given_name} {person.family_name}".strip() for person in people)
