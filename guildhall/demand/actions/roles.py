"""Saying which roles are hard to fill: by employers at their door, or noted by the staff (D6)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from guildhall.audit.recording import record
from guildhall.demand import rules
from guildhall.demand.models import HardToFill
from guildhall.employers.models import Employer, EmployerLogin
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.opportunities.queries.for_students import says_address
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.store.locking import locked

By = Person | EmployerLogin
FAR_BACK, FAR_AHEAD = 10, 2  # years
MOST_OPEN = 60  # of one employer
SAID = ("title", "lacking", "credential", "place")  # what somebody writes in words, and all of the staff read
ADDRESS = gettext_noop("An e-mail address or a telephone number stands here. Contact details belong to a contact.")


@dataclass(frozen=True, slots=True)
class Role:
    """A role as somebody describes it."""

    title: str
    until: date
    soc: str = ""
    soc_version: str = ""
    how_many: int = 1
    since: date | None = None
    lacking: str = ""
    credential: str = ""
    place: str = ""


@transaction.atomic
def note_role(employer: Employer, role: Role, *, by: By, institution: Institution | None = None) -> HardToFill:
    """Note a role that an employer cannot fill: what it says itself stands as its own word (D6)."""
    require(rules.can_note(by, employer))
    locked(Employer, employer.pk)
    if HardToFill.objects.of_employer(employer).open().count() >= MOST_OPEN:
        refuse("Sixty roles at most are kept for one employer. Say first which of them are over.")
    values = _checked(role)
    row = HardToFill(employer=employer, said_on=clock.today(), version=1, **values, **_who(by, institution))
    row.save()
    record("note hard role", row, by=by, after=values, institution=row.institution or employer.holder)
    return row


def _who(by: By, institution: Institution | None) -> dict[str, Any]:
    if isinstance(by, EmployerLogin):
        return {"said_by": by, "by_itself": True}
    return {"noted_by": by, "institution": institution or home_institution(by, Permission.SEE_DIRECTORY)}


@transaction.atomic
def change_role(row: HardToFill, role: Role, *, version: int, by: By) -> HardToFill:
    """Change a role, or say once more that it is hard to fill, with another day until which it counts."""
    saved = _held(row.pk, version)
    require(rules.can_change(by, saved))
    values = _checked(role)
    before = {name: getattr(saved, name) for name in values}
    for name, value in values.items():
        setattr(saved, name, value)
    saved.said_on = clock.today()
    _keep(saved, "change hard role", by, before=before, after=values)
    return saved


@transaction.atomic
def say_over(row: HardToFill, what: str, *, version: int, by: By) -> HardToFill:
    """Say what became of a role: they found people, look no more, or it was a mistake."""
    saved = _held(row.pk, version)
    require(rules.can_say_over(by, saved))
    if what not in HardToFill.Over.values:
        refuse("Say what became of it.")
    saved.over, saved.over_on = what, clock.today()
    _keep(saved, "end hard role", by, before={"over": ""}, after={"over": what})
    return saved


@transaction.atomic
def still_hard(row: HardToFill, until: date, *, version: int, by: By) -> HardToFill:
    """Say with one press that a role is still hard to fill."""
    saved = _held(row.pk, version)
    require(rules.can_say_over(by, saved))
    require(in_reach(until, back=0, ahead=FAR_AHEAD))
    before = {"until": saved.until}
    saved.until, saved.said_on = until, clock.today()
    _keep(saved, "change hard role", by, before=before, after={"until": until})
    return saved


def _held(pk: UUID, version: int) -> HardToFill:
    row = locked(HardToFill, pk, "employer__holder", "institution")
    if row.version != version:
        raise Conflict
    return row


def _keep(row: HardToFill, verb: str, by: By, *, before: dict[str, Any], after: dict[str, Any]) -> None:
    row.version += 1
    row.save()
    record(verb, row, by=by, before=before, after=after, institution=row.institution or row.employer.holder)


def with_address(values: Mapping[str, Any]) -> list[str]:
    """Which of the words about a role hold contact details: colleges read them, whoever may see the contact (C24)."""
    return [name for name in SAID if says_address(values.get(name) or "")]


def _checked(role: Role) -> dict[str, Any]:
    values = {f.name: getattr(role, f.name) for f in fields(role)}
    lines = {"title": 160, "lacking": 500, "credential": 160, "place": 80}
    values |= {name: one_line(values[name])[:most] for name, most in lines.items()}
    if not values["title"]:
        refuse("Say what you call the role.")
    if with_address(values):
        refuse(ADDRESS)
    if not 1 <= role.how_many <= 9999:
        refuse("Say how many you look for.")
    require(in_reach(role.since, back=FAR_BACK, ahead=0))
    require(in_reach(role.until, back=0, ahead=FAR_AHEAD))
    return values
