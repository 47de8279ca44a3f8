"""Writing down what an employer agreed to host; placements count it by themselves (N14)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.opportunities.kinds import BY_SLUG
from guildhall.people.models import Institution, Person
from guildhall.placements import rules
from guildhall.placements.models import Duty
from guildhall.store.locking import locked

MOST = 2_000  # students that anybody agrees to


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed: how many students, from when until when, of which kinds (none: any), in which words."""

    wanted: int
    first_on: date
    last_on: date
    kinds: Sequence[str] = ()
    said: str = ""


@transaction.atomic
def agree_duty(employer: Employer, agreed: Agreed, *, institution: Institution, by: Person) -> Duty:
    """Write down how many students of an institution an employer agreed to host."""
    require(rules.can_agree(by, employer, institution))
    values = _checked(agreed)
    row = Duty.objects.create(institution=institution, employer=employer, by=by, made_at=clock.now(), **values)
    record("agree duty", row, by=by, after=values, institution=institution)
    return row


@transaction.atomic
def change_duty(duty: Duty, agreed: Agreed, *, version: int, by: Person) -> Duty:
    """Change what was agreed; it is counted anew from the next look on."""
    row = _held(duty, version, by)
    values = _checked(agreed)
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    record("change duty", row, by=by, before=before, after=values, institution=row.institution)
    return row


@transaction.atomic
def end_duty(duty: Duty, *, version: int, by: Person) -> None:
    """It is agreed no more; the placements stay."""
    row = _held(duty, version, by)
    row.ended_at = clock.now()
    row.version += 1
    row.save(update_fields=["ended_at", "version"])
    record("end duty", row, by=by, after={"ended_at": row.ended_at}, institution=row.institution)


def _held(duty: Duty, version: int, by: Person) -> Duty:
    row = locked(Duty, duty.pk, "institution", "employer")
    require(rules.can_agree(by, row.employer, row.institution))
    if row.version != version or row.ended_at:
        raise Conflict
    return row


def _checked(agreed: Agreed) -> dict[str, Any]:
    if not 1 <= agreed.wanted <= MOST:
        refuse("Say how many students.")
    for day in (agreed.first_on, agreed.last_on):
        require(in_reach(day))
    if agreed.last_on < agreed.first_on:
        refuse("It cannot end before it begins.")
    values = {f.name: getattr(agreed, f.name) for f in fields(agreed)}
    kinds = [kind for kind in dict.fromkeys(agreed.kinds) if kind in BY_SLUG]
    return values | {"kinds": kinds, "said": one_line(agreed.said)[:200]}
