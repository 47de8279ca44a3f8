"""The list of bookings of an event, for whoever plans it and for the staff of those who come (C16, ADR 47)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from guildhall.bookings.models import Booking, Roll, Terms
from guildhall.context import Keeper, keeping
from guildhall.events import rules as event_rules
from guildhall.events.models import Event
from guildhall.events.overrides import own_details
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.students.models import Enrolment, Registration
from guildhall.students.queries import students_of
from guildhall.students.querysets import places_of
from guildhall.ui.dates import short_moment

WHY = "who comes to an event, for whoever plans it: names as far as students agreed"
RELATED = ("roll__session", "registration__student", "institution", "person", "contact", "employer")
OF_ONE = ("roll__event__institution", "roll__event__terms", "roll__session", "registration__student", "institution",
          "person", "employer", "contact", "booked_by", "canceled_by")  # fmt: skip
MOST_TIMES, MOST_STUDENTS = 60, 200


@dataclass(frozen=True)
class Line:
    """One booking on a list. Without a name it is a student of another institution who did not agree to be named."""

    pk: UUID
    turn: int
    code: str
    name: str
    place: str
    state: str
    state_words: Any
    guests: int
    answer_until: datetime | None
    came_at: datetime | None
    missed_at: datetime | None
    mine: bool  # whether the reader opens it
    choice: int | None  # of who is chosen for an interview: 0, or as which alternate
    begins_at: datetime

    @property
    def is_open(self) -> bool:
        return self.state in Booking.OPEN

    @property
    def has_place_ahead(self) -> bool:
        """Whether they have a place, it has not begun, and nobody has said yet whether they came."""
        nobody_said = self.came_at is None and self.missed_at is None
        return self.state == Booking.State.BOOKED and nobody_said and self.begins_at > clock.now()


@dataclass(frozen=True)
class Full:
    """How full one time of an event is, or a session in it."""

    starts_at: datetime
    of: datetime
    title: str
    session: UUID | None
    roll: UUID | None  # its list, where somebody booked
    by_choice: bool  # whether whoever plans it chooses who comes
    capacity: int
    taken: int
    waiting: int

    @property
    def left(self) -> int:
        """How many places are left."""
        return max(0, self.capacity - self.taken)

    @property
    def key(self) -> str:
        """What the address says to open its list."""
        return f"{self.of.isoformat()}.{self.session or ''}"

    @property
    def moment(self) -> str:
        """What a form sends to say which time is meant."""
        return self.of.isoformat()

    @property
    def words(self) -> str:
        """The time, as people say it."""
        return short_moment(self.starts_at)


def times_of(event: Event, person: Person) -> list[Full]:
    """How full each time of an event is, and each session in it that somebody may know of: the next times first."""
    rolls = {(one.starts_at, one.session_id): one for one in Roll.objects.current().filter(event=event)}
    ahead = event.occurrences.filter(ends_at__gt=clock.now()).order_by("starts_at")
    rows = list(ahead[:MOST_TIMES]) or list(event.occurrences.order_by("-starts_at")[:MOST_TIMES])
    found = [_full(event, row.starts_at, None, rolls) for row in rows if event.capacity is not None]
    sessions = event.sessions.seen_by(person).standing().exclude(capacity=None) if rows else ()
    return found + [_full(event, rows[0].starts_at, one, rolls) for one in sessions]


def _full(event: Event, moment: datetime, session: Any, rolls: dict[Any, Roll]) -> Full:
    roll = rolls.get((moment, session.pk if session else None))
    return Full(
        starts_at=(session and session.starts_at) or moment,
        of=moment,
        title=session.title if session else own_details(event, moment).get("title", ""),
        session=session.pk if session else None,
        roll=roll.pk if roll else None,
        by_choice=Terms.choose(event, session),
        capacity=(session.capacity if session else event.capacity) or 0,
        taken=roll.taken if roll else 0,
        waiting=roll.waiting if roll else 0,
    )


def instead_of(row: Booking, person: Person) -> list[Full]:
    """The times and sessions of an event at which somebody may have a place instead of the one that they have, as far
    as this person may give it.
    """
    here, ours = (row.roll.starts_at, row.roll.session_id), event_rules.is_ours(person, row.event)
    if not (ours or row.event.is_in_booking_window):
        return []
    return [
        one
        for one in times_of(row.event, person)
        if (one.of, one.session) != here
        and one.starts_at > clock.now()
        and one.left >= row.places
        and not (one.by_choice and (row.guests or not ours))  # whoever chooses gives an interview, to one person
    ]


def list_of(event: Event, full: Full, person: Person) -> list[Line]:
    """The bookings of one time, in their order, as far as a person may read them.

    Whoever plans the event reads all of them: of students of other institutions the code, the institution, and the
    name of those who agreed. Everybody else reads those of the own students.
    """
    key = {"roll__event": event, "roll__starts_at": full.of, "roll__session": full.session, "roll__gone_at": None}
    return _lines(event, Booking.objects.filter(**key), person)


def asked_on(roll: Roll, person: Person) -> list[Line]:
    """Who asked for an interview, and who was chosen: those who are chosen first, then alternates in their order."""
    lines = _lines(roll.event, Booking.objects.open().filter(roll=roll), person)
    return sorted(lines, key=lambda one: (one.state == "waiting", one.choice is None, one.choice or 0, one.turn))


def _lines(event: Event, bookings: QuerySet[Booking], person: Person) -> list[Line]:
    rows = bookings.select_related(*RELATED).order_by("turn")
    taught = taught_by(person)
    if event_rules.is_ours(person, event):
        with keeping(Keeper.RECOUNT, WHY):
            found = list(rows)
    else:
        found = _visible(rows, person, taught)
    own, at_home = set(places_of(person)), _is_at_home(event, person)
    return [line_of(row, own, at_home, taught) for row in found]


def _is_at_home(event: Event, person: Person) -> bool:
    return event.institution_id in places_of(person, Permission.RECORD_ENGAGEMENTS)


def taught_by(person: Person) -> set[UUID]:
    """The students whom a person teaches: for them they book, and read and give back what was booked."""
    if not person.standing.holds(Permission.TEACH_STUDENTS):
        return set()
    return set(Enrolment.objects.taught_by(person).values_list("registration", flat=True))


def _visible(rows: QuerySet[Booking], person: Person, taught: set[UUID]) -> list[Booking]:
    """Of some bookings those that a person sees, and those of the students whom they teach."""
    found = list(rows.filter(pk__in=Booking.objects.visible_to(person)))
    if taught:
        with keeping(Keeper.LINK, "what a teacher booked for their own class"):
            known = {row.pk for row in found}
            found += [row for row in rows.filter(registration__in=taught) if row.pk not in known]
    return sorted(found, key=lambda row: row.turn)


def booking_for(person: Person, pk: UUID) -> Booking | None:
    """One booking that a person opens: one that they see, or of a student whom they teach."""
    rows = Booking.objects.filter(pk=pk).select_related(*OF_ONE)
    return next(iter(_visible(rows, person, taught_by(person))), None)


def booking_to_rebook(person: Person, pk: UUID) -> tuple[Booking, Line] | None:
    """One booking that a person may give another place, as they read it: one that they open, and any on a list of an
    event that they plan.
    """
    row = booking_for(person, pk)
    if row is None:
        with keeping(Keeper.RECOUNT, WHY):
            row = Booking.objects.filter(pk=pk).select_related(*OF_ONE).first()
        if row is None or not event_rules.is_ours(person, row.event):
            return None
    own, at_home = set(places_of(person)), _is_at_home(row.event, person)
    return row, line_of(row, own, at_home, taught_by(person))


def line_of(row: Booking, own: set[UUID], at_home: bool, taught: Collection[UUID] = ()) -> Line:
    """One booking as somebody may read it. `at_home`: the reader is of the institution to which students gave their
    names for its door, not above it. `taught`: the students whom the reader teaches.
    """
    known = row.registration_id is None or row.institution_id in own or row.registration_id in taught
    facts = ("turn", "code", "state", "guests", "answer_until", "came_at", "missed_at", "choice", "begins_at")
    return Line(
        pk=row.pk,
        name=row.name_of_person if known or (at_home and row.may_be_named) else "",
        place=row.employer.name if row.employer else row.institution.name,
        state_words=row.get_state_display(),
        mine=known,
        **{name: getattr(row, name) for name in facts},
    )


def of_own_students(event: Event, person: Person) -> int:
    """How many of a person's own students hold a place of an event, or wait for one; each once, at however many of its
    times and sessions.
    """
    rows = Booking.objects.visible_to(person).open().filter(roll__event=event, registration__isnull=False)
    return rows.aggregate(n=Count("registration", distinct=True))["n"]


def students_to_book(event: Event, person: Person, words: str, program: Any, grade: str) -> QuerySet[Registration]:
    """The students whom a person may book for an event, narrowed by words, program and year or grade."""
    rows = students_of(person, words)
    if event.shown_to is not None:
        rows = rows.filter(institution__lineage__overlap=event.shown_to)
    return rows.learning(program, grade)


def booked_of(full: Full, event: Event, rows: Sequence[Registration]) -> set[UUID]:
    """Of some students, whom the reader sees, those who have booked already. A teacher reads no bookings."""
    key = {"roll__event": event, "roll__starts_at": full.of, "roll__session": full.session, "roll__gone_at": None}
    with keeping(Keeper.RECOUNT, "who of those whom somebody books for is on the list already"):
        return set(Booking.objects.open().filter(**key, registration__in=rows).values_list("registration", flat=True))
