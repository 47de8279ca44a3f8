"""At the door: who is here, who came without booking; and closing the list (journey 6, M18)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from guildhall.audit.recording import change, record, record_block
from guildhall.bookings import rules
from guildhall.bookings.actions.places import RELATED, WITH_ROLL, fill_up, held_roll, recount
from guildhall.bookings.models import Booking, Closing, Roll, Tap
from guildhall.bookings.models.attending import DOOR_STAYS, MOST_WALK_INS
from guildhall.bookings.queries.attendance import people_at
from guildhall.context import Keeper, keeping
from guildhall.events.actions.counting import count_attended
from guildhall.events.following import What
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Institution, Person
from guildhall.queue import enqueue
from guildhall.store.locking import locked
from guildhall.students.models import Registration

WHY = "who is at the door of an event, whichever institution's they are"
LATE_TAP = timedelta(days=2)  # for which a device may have been without a connection
State, CameBy, Act = Booking.State, Booking.CameBy, Tap.Act


@dataclass(frozen=True, slots=True)
class Tapped:
    """What was tapped, on which device: somebody of the list (`booking`), a code that was typed or scanned, a student
    without booking, or how many others came. `key` is that of the tap.
    """

    key: str
    act: str
    at: datetime | None = None
    booking: str = ""
    code: str = ""
    scanned: bool = False
    registration: Registration | None = None
    institution: Institution | None = None
    people: int | None = None


@transaction.atomic
def open_list(event: Event, starts_at: datetime, *, by: Person) -> Roll:
    """Begin the list of a time of an event that nobody has booked, so that people are counted at its door."""
    row = held_roll(event, starts_at)
    require(rules.can_check_in(by, row))
    if not event.occurrences.filter(starts_at=row.starts_at).exists():
        refuse("It does not take place then any more. Look at the event again.")
    return row


@transaction.atomic
def tap(roll: Roll, said: Tapped, *, by: Person) -> Booking | None:
    """Note that somebody is here, or is not after all, or how many came without booking; each tap once, whenever it
    arrives. Returns whose booking it is about.
    """
    row = _held(roll, with_event=Closing.objects.filter(roll=roll).exists())
    require(rules.can_check_in(by, row))
    if there := Tap.objects.filter(key=said.key, roll=row).first():
        return _booking(row, str(there.booking)) if there.booking else None
    moment = _moment(said.at)
    if said.people is not None:
        _count(row, said, moment, by=by)
        return None
    booking = _whose(row, said, moment, by=by)
    if not Tap.objects.filter(roll=row, booking=booking.pk, tapped_at__gt=moment).exists():
        booking = _note(row, booking, said, moment, by=by)
    _keep(row, said, moment, by=by, booking=booking.pk)
    return booking


def _whose(roll: Roll, said: Tapped, moment: datetime, *, by: Person) -> Booking:
    """Whose booking a tap is about; a student without one is let in."""
    if said.registration is None:
        return _wanted(roll, said)
    student = _own_student(said.registration, by)
    return _booked(roll, student) or _let_in(roll, student, moment, by=by)


def _note(roll: Roll, row: Booking, said: Tapped, moment: datetime, *, by: Person) -> Booking:
    """What was tapped of somebody on the list; a tap that arrives late undoes nothing that was tapped after it."""
    if said.act == Act.NOT_HERE:
        return _not_here(roll, row, by=by)
    return _here(row, moment, by_code=said.scanned or bool(said.code), by=by)


def _held(roll: Roll, *, with_event: bool) -> Roll:
    """The list, locked; what stands on the event is locked before it, as by whoever moves the event."""
    if with_event:
        locked(Event, roll.event_id)
    return locked(Roll, roll.pk, *RELATED)


def _moment(said: datetime | None) -> datetime:
    """When it was tapped: what the device says, as far as that can be."""
    now = clock.now()
    return said if said is not None and now - LATE_TAP <= said <= now else now


def _keep(
    roll: Roll, said: Tapped, moment: datetime, *, by: Person, booking: UUID | None = None, people: int | None = None
) -> Tap:
    facts = {"key": said.key, "act": said.act, "booking": booking, "people": people, "institution": said.institution}
    return Tap.objects.create(roll=roll, tapped_at=moment, at=clock.now(), by=by, **facts)


def _booking(roll: Roll, pk: str) -> Booking:
    if not pk:
        refuse("That is nobody of this list.")
    with keeping(Keeper.DOOR, WHY):
        row = (
            Booking.objects.filter(roll=roll, pk=pk).select_for_update(of=("self",)).select_related(*WITH_ROLL).first()
        )
    if row is None:
        refuse("That is nobody of this list.")
    row.roll = roll
    return row


def _wanted(roll: Roll, said: Tapped) -> Booking:
    """Whose booking was tapped or typed. A code that was typed lets nobody in who has no place."""
    if not said.code or said.act == Act.NOT_HERE:
        return _booking(roll, said.booking)
    with keeping(Keeper.DOOR, WHY):
        found = Booking.objects.filter(roll__event=roll.event_id, code=said.code.strip().upper()).first()
    if found is None:
        refuse("No booking of this event has this code.")
    if found.roll_id != roll.pk:
        refuse("This code is for another time or session of this event.")
    row = _booking(roll, str(found.pk))
    if row.state != State.BOOKED:
        refuse("This booking has no place. Find it in the list to let them in all the same.")
    return row


def _here(row: Booking, moment: datetime, *, by_code: bool, by: Person) -> Booking:
    """Somebody is here; who is here already stays so, since the first moment."""
    if row.came_at is not None:
        return row
    row.came_at, row.missed_at = moment, None
    row.came_by = (CameBy.QR if by_code else CameBy.LIST) if row.state == State.BOOKED else CameBy.WALK_IN
    _save(row, "check in", by=by)
    return row


def _not_here(roll: Roll, row: Booking, *, by: Person) -> Booking:
    if row.came_at is None:
        return row
    walked_in = row.came_by == CameBy.WALK_IN
    row.came_at, row.came_by = None, ""
    if walked_in and row.state == State.BOOKED and not row.waited:
        return _take_out(row, by=by)
    closed = Closing.objects.filter(roll=roll).exists()
    row.missed_at = clock.now() if closed and row.state == State.BOOKED and not walked_in else None
    _save(row, "take check-in back", by=by)
    return row


def _take_out(row: Booking, *, by: Person) -> Booking:
    """Who was let in by mistake never booked: the place is free again, and nobody is missing."""
    row.state, row.since, row.missed_at = State.CANCELED, clock.now(), None
    row.canceled_at, row.canceled_by, row.canceled_side = row.since, by, Booking.Side.STAFF
    _save(row, "take check-in back", by=by, fields=("state", "since", "canceled_at", "canceled_by", "canceled_side"))
    fill_up(row.roll)
    return row


def _save(row: Booking, verb: str, *, by: Person, fields: tuple[str, ...] = ()) -> None:
    row.version += 1
    with keeping(Keeper.DOOR, WHY):
        row.save(update_fields=["came_at", "came_by", "missed_at", "version", *fields])
    after = {"came_at": row.came_at} | ({"state": str(row.state)} if "state" in fields else {})
    record(verb, row, by=by, after=after, institution=row.institution)
    _count_anew(row.roll, by=by)


def _own_student(registration: Registration, by: Person) -> Registration:
    """The student whom somebody lets in by name: one whom they see."""
    seen = Registration.objects.visible_to(by).filter(pk=registration.pk)
    student = seen.select_related("student", "institution").first()
    if student is None:
        refuse("You let in students of your own institution by name. Count the others.")
    return student


def _booked(roll: Roll, student: Registration) -> Booking | None:
    """What a student booked of a list: who says so late is checked in as everybody. A teacher sees no bookings."""
    with keeping(Keeper.DOOR, WHY):
        there = Booking.objects.filter(roll=roll, registration=student).order_by("-turn").first()
    return _booking(roll, str(there.pk)) if there is not None else None


def _let_in(roll: Roll, student: Registration, moment: datetime, *, by: Person) -> Booking:
    """A student of one's own who had not booked is here."""
    roll.turns += 1
    now = clock.now()
    with keeping(Keeper.DOOR, WHY):
        row = Booking.objects.create(
            roll=roll, institution=student.institution, registration=student, state=State.BOOKED, since=now,
            turn=roll.turns, key=uuid4(), booked_at=now, booked_by=by, booked_side=Booking.Side.STAFF, came_at=moment,
            came_by=CameBy.WALK_IN,
        )  # fmt: skip
    recount(roll)
    record("let in without booking", row, by=by, after={"came_at": moment}, institution=student.institution)
    _count_anew(roll, by=by)
    return _booking(roll, str(row.pk))


def _count(roll: Roll, said: Tapped, moment: datetime, *, by: Person) -> None:
    if said.people is None or not 1 <= said.people <= MOST_WALK_INS:
        refuse("Say how many came.")
    row = _keep(roll, said, moment, by=by, people=said.people)
    after = {"people": said.people, "of": said.institution.name if said.institution else ""}
    record("count people without booking", row, by=by, after=after, institution=roll.event.institution)
    _count_anew(roll, by=by)


@transaction.atomic
def take_off_count(row: Tap, *, by: Person) -> None:
    """Take back that some people came without booking."""
    roll = _held(row.roll, with_event=True)
    require(rules.can_check_in(by, roll))
    saved = Tap.objects.filter(pk=row.pk, people__isnull=False).first()
    if saved is None:
        return
    before = {"people": saved.people}
    saved.people = None
    saved.save(update_fields=["people"])
    record("take count back", saved, by=by, before=before, after={"people": None}, institution=roll.event.institution)
    _count_anew(roll, by=by)


def _count_anew(roll: Roll, *, by: Person | None) -> None:
    """Once the list is closed, how many came stands on the event as well."""
    if Closing.objects.filter(roll=roll).exists():
        count_attended(roll.event, people_at(roll.event), by=by)


# ── Closing ──────────────────────────────────────────────────────────


@transaction.atomic
def close_list(roll: Roll, *, by: Person | None) -> Closing:
    """Close a list: who has a place and is not here counts as missing; how many came stands on the event (M18).

    Closed twice, it is closed once. Without anybody it is the night that closes it.
    """
    row = _held(roll, with_event=True)
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
    for row in over:
        close_list(row, by=None)
    return len(over)


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
