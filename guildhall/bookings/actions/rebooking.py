"""Giving somebody who has a place another one of the same event: another slot, session or time, by the staff (C16)."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.bookings import emails, rules
from guildhall.bookings.actions.places import WITH_ROLL, fill_up, fits, in_line, reaching, recount, roll_by
from guildhall.bookings.models import Booking, Roll
from guildhall.bookings.querysets import BookingQuerySet
from guildhall.context import Keeper, keeping
from guildhall.events import rules as event_rules
from guildhall.events.models import Session
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked

WHY = "whoever plans an event gives somebody another slot, whichever institution's they are"
CHOSEN = 0


@transaction.atomic
def rebook(
    booking: Booking, starts_at: datetime, session: Session | None = None, *, version: int, by: Person
) -> Booking:
    """Give somebody who has a place one at another time or session of the event, where one is free; they are told once,
    and keep their code. The place that they had goes to whoever waits first.

    Both lists are locked in the order of their keys, as by whoever changes the event, so no two wait for one another.
    """
    plans = bool(event_rules.is_ours(by, booking.event))
    with keeping(Keeper.RECOUNT, WHY) if plans else reaching(by):
        row, to = _held(booking.pk, starts_at, session)
        if row.version != version:
            raise Conflict
        require(rules.can_rebook(by, row))
        require(rules.is_taking_bookings(by, to.event, starts_at, to.session))
        _check(row, to, by=by)
        source = row.roll
        _put(row, to, by=by)
    recount(to)
    _move_up(source, by=by)
    emails.tell_rebooked(row)
    return row


def _held(pk: UUID, starts_at: datetime, session: Session | None) -> tuple[Booking, Roll]:
    """A booking on its list, and the list where it is to go, both locked."""
    source = Booking.objects.values_list("roll", "roll__event").get(pk=pk)
    key: dict[str, Any] = {"event_id": source[1], "starts_at": starts_at, "session": session, "gone_at": None}
    Roll.objects.bulk_create([Roll(**key)], ignore_conflicts=True)
    target = Roll.objects.values_list("pk", flat=True).get(**key)
    held = {one: roll_by(one) for one in sorted({source[0], target})}
    row = locked(Booking, pk, *WITH_ROLL)
    if row.roll_id not in held:
        raise Conflict  # somebody else gave them another place meanwhile
    row.roll = held[row.roll_id]
    return row, held[target]


def _check(row: Booking, to: Roll, *, by: Person) -> None:
    if to.pk == row.roll_id:
        refuse("They have a place there already.")
    if session := to.session:
        if session.event_id != row.roll.event_id:
            refuse("That belongs to another event.")
        if to.by_choice:
            require(rules.can_choose(by, to))
    if to.by_choice and row.guests:
        refuse("An interview is one person’s: no guests come along.")
    with keeping(Keeper.RECOUNT, WHY):
        if _same_person(row).filter(roll=to).exists():
            refuse("They are on that list already.")
        if not fits(to, row):
            refuse("No place is free there.")


def _same_person(row: Booking) -> BookingQuerySet:
    open_ones: BookingQuerySet = Booking.objects.open()
    if row.registration is not None:
        return open_ones.filter(registration=row.registration)
    if row.person_id:
        return open_ones.filter(person=row.person_id)
    return open_ones.filter(employer=row.employer_id, contact=row.contact_id, who__iexact=row.who)


def _put(row: Booking, to: Roll, *, by: Person) -> None:
    """Put a booking on another list, at its next turn."""
    before = {"at": row.begins_at, "title": row.roll.title}
    to.turns += 1
    if Booking.objects.filter(roll=to, key=row.key).exists():
        row.key = uuid4()  # one page booked both: its form may be sent again
    row.roll, row.turn, row.since = to, to.turns, clock.now()
    row.choice = CHOSEN if to.by_choice else None
    row.version += 1
    row.save(update_fields=["roll", "turn", "since", "choice", "key", "version"])
    after = {"at": row.begins_at, "title": to.title}
    record("rebook place", row, by=by, before=before, after=after, institution=row.institution)


def _move_up(roll: Roll, *, by: Person) -> None:
    """Let the next one have the place that came free: where somebody chooses, the first alternate."""
    if roll.by_choice:
        with keeping(Keeper.RECOUNT, WHY):
            first = in_line(roll).first()
            if first is not None and first.choice != CHOSEN:
                first.choice, first.version = CHOSEN, first.version + 1
                first.save(update_fields=["choice", "version"])
                after = {"chosen": 1, "alternates": 0}
                record("choose for interview", roll, by=by, after=after, institution=roll.event.institution)
    fill_up(roll)
