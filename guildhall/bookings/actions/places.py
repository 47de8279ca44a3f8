"""Places of one time of an event: held, given in the order of booking, counted. Never more than there are (R7)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from guildhall.audit.recording import record
from guildhall.bookings import emails
from guildhall.bookings.models import Booking, Roll, Terms
from guildhall.bookings.parties import Actor
from guildhall.bookings.queries.limits import limits_of, most_for, reached, under
from guildhall.bookings.querysets import BookingQuerySet
from guildhall.context import Keeper, keeping
from guildhall.events.models import Event, Session
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.placements.parties import Party, side_of
from guildhall.store.locking import locked
from guildhall.students import rules as student_rules

State = Booking.State
WHY = "how many places are taken, at whatever institution, and whose turn it is"
WITH_ROLL = ("roll__event__institution", "roll__session", "registration__student", "registration__institution",
             "institution", "employer", "contact", "person", "share")  # fmt: skip
RELATED = ("event__institution", "event__organizer", "event__terms", "session")
SIDES = {"staff": Booking.Side.STAFF, "student": Booking.Side.STUDENT, "employer": Booking.Side.EMPLOYER}


@contextmanager
def reaching(by: Actor | None) -> Iterator[None]:
    """Act for somebody who keeps no students: the one booking is reached as a keeper, the rule is asked there."""
    if isinstance(by, Party):
        with keeping(Keeper.LINK, "a student or an employer books for themselves"):
            yield
    elif by is not None and (not student_rules.can_keep(by) or by.standing.holds(Permission.TEACH_STUDENTS)):
        with keeping(Keeper.LINK, "somebody books whom they teach, or themselves"):
            yield
    else:
        yield


def held_roll(event: Event, starts_at: datetime, session: Session | None = None) -> Roll:
    """The list of one time of an event, locked; made where nobody has booked yet.

    Whoever moves or cancels the event locks its lists as well, so what is read of the event afterward holds.
    """
    key = {"event": event, "starts_at": starts_at, "session": session, "gone_at": None}
    try:
        found = locked(Roll, **key)
    except Roll.DoesNotExist:
        Roll.objects.bulk_create([Roll(**key)], ignore_conflicts=True)
        found = locked(Roll, **key)
    return _with_event(found)


def roll_by(pk: UUID) -> Roll:
    """A list by its key, locked."""
    return _with_event(locked(Roll, pk))


def _with_event(held: Roll) -> Roll:
    """A list that is locked, with its event as it was left by whoever held the list before: so read after that."""
    held.event = Event.objects.select_related("institution", "terms").get(pk=held.event_id)
    return held


def held_booking(pk: UUID, version: int | None = None) -> Booking:
    """A booking with its list, which is locked before it; raises `Conflict` where somebody changed it since."""
    roll = roll_by(Booking.objects.values_list("roll", flat=True).get(pk=pk))
    row = locked(Booking, pk, *WITH_ROLL)
    row.roll = roll
    if version is not None and row.version != version:
        raise Conflict
    return row


def take_state(row: Booking, to: str, verb: str, *, by: Actor | None, reason: str = "", **more: Any) -> None:
    """Bring a booking that the caller holds to a state, with the line in the journal."""
    before = row.state
    row.state, row.since = to, clock.now()
    if to != State.OFFERED:
        row.answer_until = None
    row.version += 1
    row.save()
    after = {"state": str(to), **more}
    record(verb, row, by=by, before={"state": before}, after=after, institution=row.institution, reason=reason)


def side(by: Actor | None) -> str:
    """On which side somebody acts, as a booking keeps it."""
    return SIDES.get(str(side_of(by).value), Booking.Side.SOFTWARE)


def staff(by: Actor | None) -> Person | None:
    """Who of the staff acts."""
    return by if isinstance(by, Person) else None


# ── Filling ──────────────────────────────────────────────────────────


def fill_up(roll: Roll, *, fresh: UUID | None = None) -> list[Booking]:
    """Give the free places of a list that the caller holds to those who wait, in their order; each of them once.

    Who has more guests than there are places left keeps the turn. Who waits for the limit of an institution, a program
    or a year lets others pass, and so does a group that is larger than all places, which it can never have. `fresh` was
    entered just now: a place that is free is theirs at once, and nobody asks for an answer. Where whoever plans it
    chooses, those who are chosen come first, and alternates in their order for as many of them as gave theirs back.
    """
    promoted: list[Booking] = []
    with keeping(Keeper.RECOUNT, WHY):
        _count(roll)
        capacity, full, too_large = places_to_give(roll), set[UUID](), set[UUID]()
        while roll.taken < capacity and roll.waiting and is_open(roll):
            rows = in_line(roll).exclude(under(full)) if full else in_line(roll)
            row = rows.exclude(pk__in=too_large).first()
            if row is None:
                break
            if row.places > most_for(row, capacity):
                too_large.add(row.pk)
                continue
            if (limit := reached(roll, row)) is not None:
                full.add(limit.pk)
                continue
            if roll.taken + row.places > capacity:
                break
            promoted.append(_promote(_held_again(row, roll), at_once=row.pk == fresh))
            roll.taken, roll.waiting = roll.taken + row.places, roll.waiting - 1
        roll.save(update_fields=["taken", "waiting", "turns"])
    return promoted


def has_room(roll: Roll, row: Booking) -> bool:
    """Whether a list that the caller holds has places left for a new booking. Where somebody chooses who comes, nobody
    has a place by booking.
    """
    return not roll.by_choice and fits(roll, row)


def fits(roll: Roll, row: Booking) -> bool:
    """Whether a list that the caller holds has places left for a booking, also within the limits that it is under."""
    if roll.taken + row.places > (roll.capacity or 0):
        return False
    if not limits_of(row):
        return True
    with keeping(Keeper.RECOUNT, WHY):
        return reached(roll, row) is None


def note_new(roll: Roll, row: Booking) -> None:
    """Add a new booking to the numbers of its list, which the caller holds."""
    if row.state == State.BOOKED:
        roll.taken += row.places
    else:
        roll.waiting += 1
    roll.save(update_fields=["taken", "waiting", "turns"])


def places_to_give(roll: Roll) -> int:
    """How many places of a list are given by itself: all; where somebody chooses, as many as were chosen. The caller is
    a keeper.
    """
    capacity = roll.capacity or 0
    if not roll.by_choice:
        return capacity
    chosen, unasked = Q(choice=0), Q(choice=None, state__in=Booking.TAKES_PLACE)
    return min(capacity, Booking.objects.filter(chosen | unasked, roll=roll).count())


def in_line(roll: Roll) -> BookingQuerySet:
    """Who waits for a place of a list, the next one first."""
    rows: BookingQuerySet = Booking.objects.filter(roll=roll).waiting_in_order()
    return rows.filter(choice__isnull=False).order_by("choice", "turn") if roll.by_choice else rows


def recount(roll: Roll) -> None:
    """Write down how many places of a list that the caller holds are taken, and how many wait."""
    with keeping(Keeper.RECOUNT, WHY):
        _count(roll)
        roll.save(update_fields=["taken", "waiting", "turns"])


def _count(roll: Roll) -> None:
    holds, waits = Q(state__in=Booking.TAKES_PLACE), Q(state=State.WAITING)
    places = Coalesce(Sum("guests", filter=holds), 0) + Count("pk", filter=holds)
    counted = Booking.objects.filter(roll=roll).aggregate(taken=places, waiting=Count("pk", filter=waits))
    roll.taken, roll.waiting = counted["taken"], counted["waiting"]


def is_open(roll: Roll) -> bool:
    """Whether places of a list are still given to somebody."""
    return roll.event.state == Event.State.PUBLISHED and roll.begins_at > clock.now()


def _held_again(row: Booking, roll: Roll) -> Booking:
    """A booking of a list that the caller holds, locked, with all that a letter says."""
    result = locked(Booking, row.pk, *WITH_ROLL)
    result.roll = roll
    return result


def _promote(row: Booking, *, at_once: bool) -> Booking:
    hours = 0 if at_once else hours_to_answer(row.event)
    if hours:
        row.answer_until = min(clock.now() + timedelta(hours=hours), row.begins_at)
        take_state(row, State.OFFERED, "offer booked place", by=None)
    elif at_once:
        row.state = State.BOOKED  # entered and written down in the same breath
        row.waited = False
        row.save(update_fields=["state", "waited"])
    else:
        take_state(row, State.BOOKED, "give booked place", by=None)
    if not at_once:
        emails.tell_promoted(row)
    return row


def hours_to_answer(event: Event) -> int:
    """How long somebody from the waiting list may take to say yes; 0: the place is theirs at once."""
    hours = Terms.objects.filter(event=event).values_list("hours_to_answer", flat=True).first()
    return hours or 0
