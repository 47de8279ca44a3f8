"""What students may come to, what they have booked, and what is lacking where they may not (C16; journey 6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from guildhall.bookings.models import Booking, Roll, Terms
from guildhall.bookings.queries.eligible import lacks
from guildhall.bookings.querysets import BookingQuerySet
from guildhall.context import Keeper, keeping
from guildhall.employers.models import Contact
from guildhall.events.models import Event, Occurrence, Session
from guildhall.events.overrides import Details, details_of, own_details
from guildhall.events.querysets import EventQuerySet, is_open_at
from guildhall.lib import clock
from guildhall.lib.once import once
from guildhall.opportunities.queries.for_students import without_addresses
from guildhall.students.models import Registration, StudentLogin
from guildhall.students.queries import of_login
from guildhall.ui.dates import short_moment

OF_STAFF = ("board_meeting", "chamber", "externship")  # kinds of events that are not for students
MOST_TIMES = 40  # of a series on one page
NEXT = 3  # bookings on the home
MOST_IN_CALENDAR, BACK = 500, timedelta(days=60)  # bookings, and how far into the past


@dataclass(frozen=True)
class Time:
    """One time of an event, or a session in it: how full it is, and what the reader has booked of it.

    `of` is the moment of the event's own time, by which both are booked.
    """

    event: Event
    of: datetime
    starts_at: datetime
    ends_at: datetime
    session: Session | None = None
    roll: Roll | None = None
    mine: Booking | None = None

    @property
    def capacity(self) -> int | None:
        return self.session.capacity if self.session is not None else self.event.capacity

    @property
    def title(self) -> str:
        """Of the session, where it is one."""
        return self.session.title if self.session is not None else ""

    @property
    def details(self) -> Details:
        """What this time of the event is called, and where it takes place."""
        return details_of(self.event, self.of)

    @property
    def differs(self) -> bool:
        """Whether it is called otherwise, or takes place elsewhere, than the series."""
        return self.session is None and bool(own_details(self.event, self.of))

    @property
    def words(self) -> str:
        """The time, as people say it, with what it says otherwise than the series."""
        own = (self.details.title, self.details.where) if self.differs else ()
        return ", ".join(filter(None, (short_moment(self.starts_at), *own)))

    @property
    def moment(self) -> str:
        """What a form sends to say which time is meant."""
        return self.of.isoformat()

    @property
    def by_choice(self) -> bool:
        """Whether whoever plans it chooses who comes."""
        return Terms.choose(self.event, self.session)

    @property
    def is_booked(self) -> bool:
        """Whether places are given away by booking."""
        return self.capacity is not None

    @property
    def free(self) -> int:
        """How many places somebody who books now may hope for: none where others wait."""
        if self.roll is not None and self.roll.waiting:
            return 0
        return max(0, (self.capacity or 0) - (self.roll.taken if self.roll else 0))

    @property
    def waiting(self) -> int:
        return self.roll.waiting if self.roll else 0


def events_open_to(login: StudentLogin) -> EventQuerySet:
    """The events that a student may know of, through each of the institutions that have them."""
    places = [Event.objects.open_at(row.institution) for row in _records(login)]
    return reduce(or_, places, Event.objects.none()).exclude(kind__in=OF_STAFF).exclude(state="canceled")


def event_open_to(login: StudentLogin, pk: Any) -> Event | None:
    """One of `events_open_to`, with what its page tells; None where the student may not know of it."""
    rows = Event.objects.filter(pk=pk).exclude(kind__in=OF_STAFF).exclude(state="canceled")
    event: Event | None = rows.select_related("institution", "terms").first()
    known = event is not None and any(is_open_at(event, row.institution) for row in _records(login))
    return event if known else None


def _records(login: StudentLogin) -> list[Registration]:
    return once(("records of a student", login.pk), lambda: _read_records(login), changed_by="students")


def _read_records(login: StudentLogin) -> list[Registration]:
    rows = list(of_login(login))
    for row in rows:
        row.login = login  # a letter asks it for its language
    return rows


def times_ahead(events: EventQuerySet) -> QuerySet[Any]:
    """Each time still ahead of some events, the soonest first."""
    rows = Occurrence.objects.filter(event__in=events, starts_at__gt=clock.now())
    return rows.select_related("event__institution").defer("event__description", "event__eligibility")


def told(login: StudentLogin, rows: Iterable[Any]) -> list[Time]:
    """Some times with how full they are, and what the student has booked."""
    rows = list(rows)
    events = {row.event_id for row in rows}
    rolls = {(one.event_id, one.starts_at): one for one in _rolls(events).filter(session=None)}
    mine = {one.roll_id: one for one in Booking.objects.of_login(login).open().filter(roll__event__in=events)}
    return [time_of(row.event, row, None, rolls.get((row.event_id, row.starts_at)), mine) for row in rows]


def _rolls(events: Iterable[UUID]) -> QuerySet[Roll]:
    return Roll.objects.current().filter(event__in=list(events)).select_related("event", "session")


def time_of(event: Event, row: Any, session: Session | None, roll: Roll | None, mine: dict[Any, Booking]) -> Time:
    """One time of an event (`row`), or a session in it, with its list and what the reader has booked, by list."""
    starts = (session and session.starts_at) or row.starts_at
    ends = (session and session.ends_at) or row.ends_at
    return Time(event, row.starts_at, starts, ends, session, roll, mine.get(roll.pk) if roll else None)


@dataclass(frozen=True)
class Offered:
    """An event as a student reads it: its times, the sessions of the next one, and the record it is booked by."""

    event: Event
    registration: Registration
    times: Sequence[Time]
    sessions: Sequence[Time]
    stalls: Sequence[Session]  # that nobody books: booths, and what one just goes to
    employers: Sequence[Any]
    lacking: str
    moment: datetime | None  # of the time that sessions belong to


def offered(login: StudentLogin, event: Event) -> Offered:
    """One event that the student may know of."""
    registration = registration_for(login, event)
    ahead = list(event.occurrences.filter(starts_at__gt=clock.now()).order_by("starts_at")[:MOST_TIMES])
    for row in ahead:
        row.event = event
    place = registration.institution
    mine = {one.roll_id: one for one in Booking.objects.of_login(login).open().filter(roll__event=event)}
    of_session = {(one.session_id, one.starts_at): one for one in _rolls([event.pk]).exclude(session=None)}
    standing = event.sessions.open_at(place).standing() if ahead else Session.objects.none()
    return Offered(
        event=told_to_students(event),
        stalls=list(standing.filter(capacity=None)),
        registration=registration,
        times=told(login, ahead),
        sessions=[
            time_of(event, ahead[0], one, of_session.get((one.pk, ahead[0].starts_at)), mine)
            for one in standing.exclude(capacity=None)
        ],
        employers=list(event.parts.open_at(place).select_related("employer")),
        lacking=lacks(event, registration),
        moment=ahead[0].starts_at if ahead else None,
    )


def registration_for(login: StudentLogin, event: Event) -> Registration:
    """By which of a student's records an event that is open to them is booked: one that may come, else one that may
    know of it.
    """
    rows = _records(login)
    if len(rows) > 1:
        rows = [row for row in rows if is_open_at(event, row.institution)]
    return next((row for row in rows if not lacks(event, row)), rows[0])


def told_to_students(event: Event) -> Event:
    """An event without the e-mail and telephone of contacts who did not say that students may see them (C24)."""
    contacts = Contact.objects.filter(employer__in=event.parts.values("employer"))
    event.description = without_addresses(event.description, contacts)
    return event


def booked_by(login: StudentLogin) -> BookingQuerySet:
    """What a student has booked, the soonest first."""
    rows = Booking.objects.of_login(login)
    rows = rows.select_related("roll__event__institution", "roll__session", "institution", "registration__student")
    return rows.order_by("roll__starts_at")


def coming(login: StudentLogin) -> list[Booking]:
    """What a student has booked and is still to come."""
    return list(booked_by(login).open().filter(roll__starts_at__gt=clock.now())[:50])


def in_calendar(login: StudentLogin) -> list[Booking]:
    """What a student has booked, for their own calendar: what is ahead, and of the last two months what has room."""
    rows, now = booked_by(login).open(), clock.now()
    ahead = list(rows.filter(roll__starts_at__gt=now)[:MOST_IN_CALENDAR])
    over = rows.filter(roll__starts_at__lte=now, roll__starts_at__gte=now - BACK).order_by("-roll__starts_at")
    return ahead + list(over[: MOST_IN_CALENDAR - len(ahead)])


def next_bookings(login: StudentLogin) -> list[Booking]:
    """What a student has booked and is still to come, for the home: what waits for an answer first."""
    return sorted(coming(login), key=lambda row: (row.state != Booking.State.OFFERED, row.begins_at))[:NEXT]


def place_in_line(row: Booking) -> int:
    """Which turn somebody on the waiting list has: 1 is the next. A number, of nobody else by name."""
    with keeping(Keeper.RECOUNT, "how many wait before somebody"):
        return 1 + Booking.objects.filter(roll=row.roll_id, state=Booking.State.WAITING, turn__lt=row.turn).count()
