"""Saying that an employer is a chamber or an association, and noting what our institutions hold there (D1)."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.actions.editing import plain
from guildhall.employers.models import Employer
from guildhall.intermediaries import rules
from guildhall.intermediaries.models import Affiliation, Intermediary
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.reach import LIFE, in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked


@dataclass(frozen=True, slots=True)
class Described:
    """What a chamber or association is: its kind and level, of which area or industry, how often it meets."""

    kind: str
    level: str
    area: str = ""
    meets: str = ""


@transaction.atomic
def describe(employer: Employer, said: Described, *, version: int = 0, by: Person) -> Intermediary:
    """Say that an employer is a chamber, association or union, or correct what was said of it."""
    saved = locked(Employer, employer.pk)
    require(rules.can_describe(by, saved))
    if said.kind not in Intermediary.Kind.values or said.level not in Intermediary.Level.values:
        refuse("Say what it is, and of which level.")
    if said.meets not in Intermediary.Meets.values:
        refuse("Say how often it meets, or leave it open.")
    values: dict[str, Any] = {"kind": said.kind, "level": said.level, "meets": said.meets}
    values["area"] = one_line(said.area)[:120]
    row = Intermediary.objects.filter(employer=saved).first()
    if row is None:
        row = Intermediary.objects.create(employer=saved, by=by, said_at=clock.now(), **values)
        record("describe intermediary", row, by=by, after=values)
        return row
    if row.version != version:
        raise Conflict
    before = _set(row, values)
    record("describe intermediary", row, by=by, before=before, after=values)
    return row


@transaction.atomic
def undescribe(row: Intermediary, *, version: int, by: Person) -> None:
    """Take back that an employer is a chamber; members, seats and meetings stay as they are."""
    saved = locked(Intermediary, row.pk, "employer")
    require(rules.can_describe(by, saved.employer))
    if saved.version != version:
        raise Conflict
    record("undescribe intermediary", saved, by=by, before={"kind": saved.kind, "level": saved.level})
    saved.delete()


@dataclass(frozen=True, slots=True)
class Held:
    """A membership or seat: of whom of us, what, since when, until when."""

    kind: str
    title: str = ""
    person: Person | None = None
    from_date: date | None = None
    to_date: date | None = None


@transaction.atomic
def hold(body: Employer, held: Held, *, institution: Institution, by: Person) -> Affiliation:
    """Note a membership or seat that an institution holds at a chamber."""
    require(rules.can_hold(by, body, institution))
    values = _checked(held, institution)
    row = Affiliation.objects.create(body=body, institution=institution, by=by, noted_at=clock.now(), **values)
    record("note affiliation", row, by=by, after=told(values), institution=institution)
    return row


@transaction.atomic
def change_held(row: Affiliation, held: Held, *, version: int, by: Person) -> Affiliation:
    """Correct a membership or seat, or note its end: it stays as history."""
    saved = locked(Affiliation, row.pk, "body", "institution")
    require(rules.can_change_affiliation(by, saved))
    if saved.version != version:
        raise Conflict
    values = _checked(held, saved.institution)
    before = _set(saved, values)
    record("change affiliation", saved, by=by, before=told(before), after=told(values), institution=saved.institution)
    return saved


@transaction.atomic
def remove_held(row: Affiliation, *, version: int, by: Person) -> None:
    """Take out a membership or seat that was noted by mistake."""
    saved = locked(Affiliation, row.pk, "body", "institution")
    require(rules.can_change_affiliation(by, saved))
    if saved.version != version:
        raise Conflict
    before = {"kind": saved.kind, "title": saved.title}
    record("remove affiliation", saved, by=by, before=before, institution=saved.institution)
    saved.delete()


def _checked(held: Held, institution: Institution) -> dict[str, Any]:
    if held.kind not in Affiliation.Kind.values:
        refuse("Say what it is: a membership or a seat.")
    if held.person:
        require(rules.can_be_named(held.person, institution))
    require(period(held.from_date, held.to_date))
    values = {one.name: getattr(held, one.name) for one in fields(held)}
    return values | {"title": one_line(held.title)[:120]}


def period(first: date | None, last: date | None) -> Any:
    """Whether two days make a period that somebody may have meant."""
    for day in (first, last):
        if not (verdict := in_reach(day, back=LIFE, ahead=10)):
            return verdict
    if first and last and last < first:
        refuse("It cannot end before it begins.")
    return in_reach(None)


def told(values: dict[str, Any]) -> dict[str, Any]:
    """Values as the journal keeps them: people by their keys."""
    return {name: plain(value) for name, value in values.items()}


def _set(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Put values on a record and save it; what it said before."""
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    return before
