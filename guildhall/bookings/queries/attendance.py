"""The list at the door, who came and who did not, and the numbers of it (M18), each as far as the reader may see."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from guildhall.bookings.attendance_rates import Attendance
from guildhall.bookings.models import AskedAfter, Booking, Closing, Report, Roll, Tap
from guildhall.bookings.models.attending import DOOR_OPENS, DOOR_STAYS
from guildhall.context import Keeper, keeping
from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.students.querysets import places_of

WHY = "who is on the list at the door of an event, whichever institution's they are"
MOST_ROWS = 2000
State, CameBy = Booking.State, Booking.CameBy
BOOKED = Q(state=State.BOOKED) & ~Q(came_by=CameBy.WALK_IN)
CAME, MISSED = Q(came_at__isnull=False), Q(missed_at__isnull=False)
RELATED = ("roll", "institution", "registration__student", "employer", "contact", "person")


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on the list, as the reader may know them: without a name where it is not for them (ADR 47)."""

    pk: UUID
    code: str
    name: str
    place: str
    guests: int
    state: str  # of the booking
    came_at: datetime | None
    walked_in: bool
    missed: bool
    waited: bool
    late: bool

    @property
    def is_here(self) -> bool:
        return self.came_at is not None

    @property
    def has_place(self) -> bool:
        return self.state == State.BOOKED


def door_list(roll: Roll, person: Person) -> list[Line]:
    """Everybody who may stand at the door: with a place, on the waiting list, and whoever was let in."""
    rows = Booking.objects.filter(roll=roll).filter(Q(state__in=Booking.OPEN) | CAME)
    return _lines(rows, person)


def line_of(row: Booking, person: Person) -> Line:
    """One booking as somebody at the door may know it."""
    return _lines(Booking.objects.filter(pk=row.pk), person)[0]


def line_at(roll: Roll, pk: str, person: Person) -> Line | None:
    """One booking of a list by its key; None where it is not on this list."""
    rows = Booking.objects.filter(roll=roll, pk=pk) if pk else Booking.objects.none()
    return next(iter(_lines(rows, person)), None)


def here_at(roll: Roll) -> int:
    """How many of the list are here."""
    with keeping(Keeper.DOOR, WHY):
        return Booking.objects.filter(CAME, roll=roll).count()


def _lines(rows: QuerySet[Booking], person: Person) -> list[Line]:
    seen = set(Booking.objects.visible_to(person).filter(pk__in=rows.values("pk")).values_list("pk", flat=True))
    with keeping(Keeper.DOOR, WHY):
        found = list(rows.select_related(*RELATED, "roll__event").order_by("turn")[:MOST_ROWS])
    of_ours = set(places_of(person, Permission.RECORD_ENGAGEMENTS))  # to these alone students gave their names
    lines = [_line(row, row.pk in seen or _agreed(row, of_ours)) for row in found]
    return sorted(lines, key=lambda one: (not one.name, one.name.casefold(), one.code))


def _agreed(row: Booking, places: set[UUID]) -> bool:
    return bool(row.may_be_named and row.roll.event.institution_id in places)


def _line(row: Booking, named: bool) -> Line:
    place = row.employer.name if row.employer else row.institution.name
    return Line(
        row.pk, row.code, row.name_of_person if named else "", place, row.guests, row.state, row.came_at,
        row.came_by == CameBy.WALK_IN, row.missed_at is not None, row.waited, row.late,
    )  # fmt: skip


def booking_with_code(code: str) -> Booking | None:
    """The booking that a code at the door stands for. Callers ask whether somebody keeps that door."""
    with keeping(Keeper.DOOR, WHY):
        rows = Booking.objects.filter(code=code.strip().upper())
        return rows.select_related(*RELATED, "roll__event__institution", "roll__session").first()


# ── Numbers ──────────────────────────────────────────────────────────

# What each number of M18 is made of; the page opens them by these names.
PARTS: dict[str, Q] = {
    "came": BOOKED & CAME,
    "missed": BOOKED & MISSED,
    "unsaid": BOOKED & ~CAME & ~MISSED,
    "late": Q(late=True),
    "waited": Q(waited=True),
    "let_in": Q(waited=True) & (Q(state=State.BOOKED) | CAME),
    "walk_ins": CAME & ~BOOKED,
}


def attendance_of(roll: Roll) -> Attendance:
    """How one time of an event was attended (M18)."""
    asked = AskedAfter.objects.filter(booking__roll=roll, about=AskedAfter.About.MISSED)
    with keeping(Keeper.DOOR, WHY):
        counts = {f"of_{name}": Count("pk", filter=part) for name, part in PARTS.items()}
        told = Booking.objects.filter(roll=roll).aggregate(**counts)
        found: dict[str, int] = {name: told[f"of_{name}"] for name in PARTS}
        found["asked"] = asked.count()
        found["answered"] = asked.exclude(answered_on=None).count()
    found["walk_ins"] += counted_at(roll)
    return Attendance(**found)


def counted_at(roll: Roll) -> int:
    """How many came without booking and were counted alone."""
    rows = Tap.objects.filter(roll=roll, people__isnull=False)
    return int(rows.aggregate(n=Sum("people"))["n"] or 0)


def rows_of(roll: Roll, part: str, person: Person) -> tuple[list[Line], int]:
    """Whom one number is made of, as far as the person sees them by name; and how many others there are."""
    rows = Booking.objects.filter(PARTS[part], roll=roll)
    lines = _lines(rows, person)
    named = [line for line in lines if line.name]
    return named, len(lines) - len(named)


def people_at(event: Event) -> int:
    """How many people came to an event: each once a day, however many of its sessions they went to."""
    with keeping(Keeper.DOOR, WHY):
        rows = Booking.objects.filter(CAME, roll__event=event)
        pairs = rows.values_list("registration", "pk", "roll__starts_at")
        came = {(student or pk, clock.day_of(at)) for student, pk, at in pairs}
    counted = Tap.objects.filter(roll__event=event, people__isnull=False).aggregate(n=Sum("people"))["n"]
    return len(came) + int(counted or 0)


def came_by_place(event: Event, day: date, employer: Any = None) -> tuple[Counter[str], int]:
    """Of one day of an event, how many students came from each institution and how many with a place did not; of
    sessions those that are no other employer's.
    """
    rolls = rolls_on(event, day, employer)
    with keeping(Keeper.DOOR, WHY):
        rows = Booking.objects.filter(roll__in=rolls, registration__isnull=False)
        came = set(rows.filter(CAME).values_list("registration", "institution__name"))
        missed = set(rows.filter(BOOKED & MISSED).values_list("registration", flat=True))
    counts = Counter(place for _who, place in came)
    for place, people in Tap.objects.filter(roll__in=rolls, people__isnull=False).values_list(
        "institution__name", "people"
    ):
        counts[place or _("institution not said")] += people
    return counts, len(missed - {who for who, _place in came})


def is_still_open(event: Event, day: date) -> bool:
    """Whether a list of a day of an event at whose door somebody was checked in is not closed, and still may be."""
    since = clock.now() - DOOR_STAYS
    rolls = [row for row in rolls_on(event, day) if row.begins_at >= since]
    with keeping(Keeper.DOOR, WHY):
        return Booking.objects.filter(CAME, roll__in=rolls, roll__closing=None).exists()


def rolls_on(event: Event, day: date, employer: Any = None) -> list[Roll]:
    """The lists of one day of an event that concern an employer: without the sessions of others."""
    rows = Roll.objects.current().filter(event=event).select_related("session")
    if employer is not None:
        rows = rows.filter(Q(session=None) | Q(session__employer=None) | Q(session__employer=employer))
    return [row for row in rows if clock.day_of(row.starts_at) == day]


# ── Pages ────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Time:
    """One time of an event or of a session in it, with its list, where somebody booked or was counted."""

    starts_at: datetime
    title: str
    roll: Roll | None

    @property
    def may_open(self) -> bool:
        """Whether a list may be begun at its door today."""
        return self.starts_at - DOOR_OPENS <= clock.now() <= self.starts_at + DOOR_STAYS


def times_of(event: Event) -> list[Time]:
    """The times of an event in their order, each with its list where somebody booked or was counted."""
    rolls = list(event.rolls.current().select_related("session", "closing").order_by("starts_at"))
    known = {roll.starts_at for roll in rolls if roll.session_id is None}
    found = [Time(roll.starts_at, roll.session.title if roll.session else "", roll) for roll in rolls]
    bare = event.occurrences.exclude(starts_at__in=known).order_by("starts_at")[:200]
    return sorted([*found, *(Time(one.starts_at, "", None) for one in bare)], key=lambda one: one.starts_at)


def counts_at_door(roll: Roll) -> list[Tap]:
    """Those who came without booking and were counted alone, as they were tapped."""
    rows = Tap.objects.filter(roll=roll, people__isnull=False).select_related("institution", "by")
    return list(rows.order_by("-tapped_at")[:100])


def closing_of(roll: Roll) -> Closing | None:
    """When a list was closed, and by whom; None while it is open."""
    return Closing.objects.filter(roll=roll).select_related("by").first()


def reports_of(event: Event, day: date, person: Person) -> Sequence[Report]:
    """What was sent to employers about a day of an event, as far as the person sees them."""
    rows = Report.objects.visible_to(person).filter(part__event=event, day=day)
    return list(rows.select_related("part__employer", "part__contact"))


def places_to_count() -> Any:
    """The institutions of whom people may come without booking."""
    kinds = (Institution.Kind.COLLEGE, Institution.Kind.DISTRICT, Institution.Kind.SCHOOL)
    return Institution.objects.open().filter(kind__in=kinds).order_by("name")


@dataclass(frozen=True)
class Kept:
    """A list on the page of its event."""

    pk: UUID
    begins_at: datetime
    session: Any
    is_closed: bool

    @property
    def door_opens_at(self) -> datetime:
        return self.begins_at - DOOR_OPENS

    @property
    def door_is_open(self) -> bool:
        return self.door_opens_at <= clock.now() <= self.begins_at + DOOR_STAYS

    @property
    def has_begun(self) -> bool:
        return self.begins_at <= clock.now()


def rolls_to_keep(event: Event) -> list[Kept]:
    """The lists of an event that stand on its page: the newest that have begun, and the next one."""
    closed = set(Closing.objects.filter(roll__event=event).values_list("pk", flat=True))
    rows = list(event.rolls.current().select_related("event", "session").order_by("-starts_at")[:MOST_ROWS])
    begun = [row for row in rows if row.begins_at <= clock.now()][:3]
    ahead = [row for row in rows if row.begins_at > clock.now()][-3:]
    return [Kept(row.pk, row.begins_at, row.session, row.pk in closed) for row in reversed([*ahead, *begun])]
