"""At the door: who is here, and who came without booking (journey 6, M18). Employers: `employers_at_door`."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.bookings import rules
from guildhall.bookings.actions.employers_at_door import follow_person, is_of_employer
from guildhall.bookings.actions.places import WITH_ROLL, fill_up, held_roll, recount
from guildhall.bookings.actions.tapping import WHY, Tapped, held_list, keep_tap, moment_of
from guildhall.bookings.models import Booking, Closing, Roll, Tap
from guildhall.bookings.models.attending import MOST_WALK_INS
from guildhall.bookings.queries.attendance import people_at
from guildhall.context import Keeper, keeping
from guildhall.events.actions.counting import count_attended
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.students.models import Registration

State, CameBy, Act = Booking.State, Booking.CameBy, Tap.Act


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
    of_employer = is_of_employer(roll, said)
    row = held_list(roll, with_event=of_employer or Closing.objects.filter(roll=roll).exists())
    require(rules.can_check_in(by, row))
    if there := Tap.objects.filter(key=said.key, roll=row).first():
        return _booking(row, str(there.booking)) if there.booking else None
    moment = moment_of(said.at)
    if said.people is not None:
        _count(row, said, moment, by=by)
        return None
    booking = _whose(row, said, moment, by=by)
    if not Tap.objects.filter(roll=row, booking=booking.pk, tapped_at__gt=moment).exists():
        booking = _note(row, booking, said, moment, by=by)
        follow_person(booking, by=by)
    keep_tap(row, said, moment, by=by, booking=booking.pk)
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
    row = keep_tap(roll, said, moment, by=by, people=said.people)
    after = {"people": said.people, "of": said.institution.name if said.institution else ""}
    record("count people without booking", row, by=by, after=after, institution=roll.event.institution)
    _count_anew(roll, by=by)


@transaction.atomic
def take_off_count(row: Tap, *, by: Person) -> None:
    """Take back that some people came without booking."""
    roll = held_list(row.roll, with_event=True)
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
