"""The employers of an event on the list at its door: who takes part, at which booth, and who is here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from guildhall.bookings.models import Booking, Roll, Tap
from guildhall.context import Keeper, keeping
from guildhall.events.models import TakingPart
from guildhall.lib import clock
from guildhall.people.models import Person

MOST = 300


@dataclass(frozen=True, slots=True)
class AtDoor:
    """An employer on the list: where it stands, and since when it is here."""

    pk: UUID
    name: str
    state_label: Any
    booths: str
    came_at: datetime | None

    @property
    def is_here(self) -> bool:
        return self.came_at is not None


def parts_at(roll: Roll, person: Person) -> QuerySet[TakingPart]:
    """The employers whom somebody sees, of the event of a list; at the door of a booth that booth's own alone."""
    rows: QuerySet[TakingPart] = roll.event.parts.seen_by(person).select_related("employer", "event", "ask")
    if roll.session is not None and roll.session.employer_id:
        rows = rows.filter(employer=roll.session.employer_id)
    return rows


def employers_at(roll: Roll, person: Person) -> list[AtDoor]:
    """The employers on the list at a door, by their names."""
    parts = list(parts_at(roll, person).order_by("employer__name", "pk")[:MOST])
    booths: dict[UUID, list[str]] = {}
    stalls = roll.event.sessions.exclude(employer=None).filter(canceled_at=None).exclude(room="")
    for employer, room in stalls.order_by("starts_at", "room").values_list("employer", "room"):
        if room not in booths.setdefault(employer, []):
            booths[employer].append(room)
    return [_line(part, roll, booths.get(part.employer_id, ())) for part in parts]


def _line(part: TakingPart, roll: Roll, booths: Any) -> AtDoor:
    since = part.here_since(clock.day_of(roll.begins_at))
    return AtDoor(part.pk, part.employer.name, part.state_label, ", ".join(booths), since)


def employer_line(part: TakingPart, roll: Roll) -> AtDoor:
    """One of them."""
    return _line(part, roll, ())


def lists_of_day(roll: Roll) -> list[UUID]:
    """The lists of an event on the day of one of them: employers are at the door by the day."""
    rows = Roll.objects.filter(event=roll.event_id).select_related("event", "session")
    day = clock.day_of(roll.begins_at)
    return [row.pk for row in rows if clock.day_of(row.begins_at) == day]


def part_of_person(row: Booking, person: Person) -> TakingPart | None:
    """The employer's line that follows when one of its people is tapped; None where the reader sees none."""
    if row.employer_id is None:
        return None
    return parts_at(row.roll, person).filter(employer=row.employer_id).first()


def is_here_otherwise(part: TakingPart, without: Booking) -> bool:
    """Whether an employer is here on that day by another one of its people, or because somebody tapped the employer
    itself.
    """
    lists = lists_of_day(without.roll)
    people = Booking.objects.filter(roll__in=lists, employer=part.employer_id, came_at__isnull=False)
    taps = Tap.objects.filter(part=part.pk, roll__in=lists).order_by("-at")
    with keeping(Keeper.DOOR, "whether others of an employer are at the door of an event"):
        last = taps.values_list("act", flat=True).first()  # a tap may have been taken back
        return people.exclude(pk=without.pk).exists() or last == Tap.Act.HERE
