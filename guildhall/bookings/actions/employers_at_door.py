"""Employers at the door of an event: tapped by name, or here with the first of their people (journey 6, C17)."""

from datetime import datetime

from django.db import transaction

from guildhall.bookings import rules
from guildhall.bookings.actions.tapping import Tapped, held_list, keep_tap, moment_of
from guildhall.bookings.models import Booking, Roll, Tap
from guildhall.bookings.queries.employers_at_door import is_here_otherwise, lists_of_day, parts_at
from guildhall.events.actions.arriving import arrive, leave
from guildhall.events.models import TakingPart
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person


@transaction.atomic
def tap_employer(roll: Roll, said: Tapped, *, by: Person) -> TakingPart:
    """Note that an employer is here, or is not after all; each tap once, whenever it arrives. Who is here has taken
    part, and has it on the timeline without another act.
    """
    row = held_list(roll, with_event=True)
    require(rules.can_check_in(by, row))
    part = parts_at(row, by).filter(pk=said.part).first()
    if part is None:
        refuse("That employer does not take part here any more. Look at the list again.")
    if Tap.objects.filter(key=said.key, roll=row).exists():
        return part
    moment = moment_of(said.at)
    after = Tap.objects.filter(roll__in=lists_of_day(row), part=part.pk, tapped_at__gt=moment)
    if not after.exists():
        part = _note(row, part, said, moment, by=by)
    keep_tap(row, said, moment, by=by, part=part.pk)
    return part


def _note(roll: Roll, part: TakingPart, said: Tapped, moment: datetime, *, by: Person) -> TakingPart:
    if said.act == Tap.Act.NOT_HERE:
        return leave(part, time=roll.begins_at, by=by)
    return arrive(roll.event, part.employer, at=moment, time=roll.begins_at, by=by) or part


def is_of_employer(roll: Roll, said: Tapped) -> bool:
    """Whether a tap is about somebody of an employer: then the event is held as well."""
    rows = Booking.objects.filter(roll__event=roll.event_id, employer__isnull=False)
    if said.code:
        return rows.filter(code=said.code.strip().upper()).exists()
    return bool(said.booking) and rows.filter(pk=said.booking).exists()


def follow_person(row: Booking, *, by: Person) -> None:
    """With the first of its people an employer is here; with the last one it is not. The caller holds the event."""
    if row.employer is None:
        return
    if row.came_at is not None:
        arrive(row.event, row.employer, at=row.came_at, time=row.roll.begins_at, by=by)
        return
    part = TakingPart.objects.filter(event=row.event, employer=row.employer).first()
    if part is not None and not is_here_otherwise(part, row):
        leave(part, time=row.roll.begins_at, by=by)
