"""Closing the list of a time of an event, so that it is known who did not come (M18)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from guildhall.audit.recording import change, record_block
from guildhall.bookings import rules
from guildhall.bookings.actions.places import RELATED
from guildhall.bookings.actions.tapping import WHY, held_list
from guildhall.bookings.models import Booking, Closing, Roll
from guildhall.bookings.models.attending import DOOR_STAYS
from guildhall.bookings.queries.attendance import people_at
from guildhall.context import Keeper, keeping
from guildhall.events.actions.counting import count_attended
from guildhall.events.following import What
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.people.models import Person
from guildhall.queue import enqueue
from guildhall.queue.apart import apart

State = Booking.State


@transaction.atomic
def close_list(roll: Roll, *, by: Person | None) -> Closing:
    """Close a list: who has a place and is not here counts as missing; how many came stands on the event (M18).

    Closed twice, it is closed once. Without anybody it is the night that closes it.
    """
    row = held_list(roll, with_event=True)
    if by is not None:
        require(rules.can_close(by, row))
    if there := Closing.objects.filter(roll=row).first():
        return there
    now, changes = clock.now(), []
    with keeping(Keeper.DOOR, WHY):
        missing = Booking.objects.filter(roll=row, state=State.BOOKED, came_at=None).select_for_update(of=("self",))
        for one in missing.order_by("turn"):
            one.missed_at, one.version = now, one.version + 1
            one.save(update_fields=["missed_at", "version"])
            changes.append(change(one, {"missed_at": None}, {"missed_at": now}))
    closing = Closing.objects.create(roll=row, closed_at=now, by=by)
    record_block("close list of event", closing, changes, by=by, institution=row.event.institution)
    count_attended(row.event, people_at(row.event), by=by)
    enqueue("bookings.ask_how_it_was", roll=str(row.pk))
    return closing


def close_what_is_over() -> int:
    """Every night: lists of yesterday and before at whose door somebody was checked in are closed; returns how many.

    Where nobody was, nobody can say who came: such a list is closed by whoever plans the event.
    """
    today = clock.moment_of(clock.today(), datetime.min.time())
    with keeping(Keeper.DOOR, WHY):
        came = Booking.objects.filter(came_at__isnull=False).values("roll")
        rows = Roll.objects.filter(pk__in=came, closing=None, starts_at__lt=today).exclude(event__state="canceled")
        rows = rows.filter(starts_at__gte=today - DOOR_STAYS).select_related("event")
        over = [row for row in rows.select_related("session") if row.ends_at < today]
    with apart() as pieces:
        return pieces.each(close_list, over, by=None)


def follow_held(event: Event, what: What, *, by: Person | None, **more: Any) -> None:
    """Whoever says how it went closes the lists at whose door somebody was: those that have begun, of a month."""
    if what != What.HELD:
        return
    with keeping(Keeper.DOOR, WHY):
        came = Booking.objects.filter(came_at__isnull=False, roll__event=event).values("roll")
        rows = list(Roll.objects.filter(pk__in=came, closing=None).select_related(*RELATED))
    for row in rows:
        if by is None or rules.can_close(by, row):
            close_list(row, by=by)
