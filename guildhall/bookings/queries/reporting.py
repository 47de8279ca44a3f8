"""What an employer who took part in an event reads of it: numbers of people, and what these say (R6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from guildhall.bookings.models import Report
from guildhall.bookings.queries.afterward import opinions_of
from guildhall.bookings.queries.attendance import came_by_place, rolls_on
from guildhall.bookings.told_to_employers import told
from guildhall.employers.models import Contact
from guildhall.employers.rules import can_show_address
from guildhall.events.models import Event, TakingPart
from guildhall.people.models import Person

MOST_ON_A_HOME = 3


@dataclass(frozen=True)
class Numbers:
    """The numbers of a report as its page and its letter read them; None: fewer than ten."""

    came: int | None
    by_place: Sequence[tuple[str, int]]
    others: int
    missed: int | None
    opinions: Sequence[tuple[str, float, int]]


def numbers_for(event: Event, day: date, employer: Any = None) -> dict[str, Any]:
    """How a day of an event was attended, as it is kept and told: small numbers left out."""
    counts, missing = came_by_place(event, day, employer)
    shown = told(counts, missing)
    opinions = opinions_of(rolls_on(event, day, employer)).questions
    return {
        "came": shown.came, "by_place": list(shown.by_place.items()), "others": shown.others, "missed": shown.missed,
        "opinions": [(one.question, round(one.mean.mean, 1), one.mean.count) for one in opinions if one.mean],
    }  # fmt: skip


def as_numbers(kept: dict[str, Any]) -> Numbers:
    """What a report keeps, as it is read."""
    places, opinions = ([tuple(one) for one in kept.get(name, ())] for name in ("by_place", "opinions"))
    return Numbers(kept.get("came"), places, kept.get("others", 0), kept.get("missed"), opinions)


@dataclass(frozen=True)
class Read:
    """How a day of an event was attended, as an employer who took part was told it."""

    pk: UUID
    title: str
    institution: str
    day: date
    numbers: Numbers


def told_to(employer: Any) -> list[Read]:
    """The newest that an employer was told, for its own home."""
    rows = Report.objects.filter(part__employer=employer).select_related("part__event__institution")
    return [
        Read(row.pk, row.part.event.title, row.part.event.institution.name, row.day, as_numbers(row.numbers))
        for row in rows.order_by("-day", "-sent_at")[:MOST_ON_A_HOME]
    ]


TOOK_PART = (TakingPart.State.CONFIRMED, TakingPart.State.CAME)


def parts_to_tell(event: Event) -> list[TakingPart]:
    """The employers who took part, or said that they come, with a contact who may be written to."""
    rows = event.parts.filter(state__in=TOOK_PART).select_related("employer", "contact__employer")
    return [part for part in rows.order_by("pk") if may_be_written(part.contact, event)]


def not_told(event: Event, person: Person) -> list[str]:
    """The employers who took part and get no letter, by name, as far as the reader sees them."""
    rows = event.parts.seen_by(person).filter(state__in=TOOK_PART).select_related("employer", "contact__employer")
    return sorted((part.employer.name for part in rows if not may_be_written(part.contact, event)), key=str.casefold)


def may_be_written(contact: Contact | None, event: Event) -> bool:
    """Whether whoever planned the event may write to a contact (N6)."""
    if contact is None or not contact.email or not contact.is_current:
        return False
    return bool(can_show_address(event.organizer, contact))
