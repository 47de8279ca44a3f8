"""The interviews of an employer at an event, as the employer chooses whom to see: names as far as released (R5)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.crypto import constant_time_compare

from guildhall.bookings.links import CHOOSING, number_in, secret_of
from guildhall.bookings.models import Booking, Roll, Terms
from guildhall.bookings.queries.lists import RELATED, Line, line_of
from guildhall.bookings.queries.naming import Before
from guildhall.context import Keeper, keeping
from guildhall.employers.models import Employer
from guildhall.events.models import Event, Session, TakingPart
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.placements.queries.hosting import released_names
from guildhall.students.models import Use

WHY = "who asked for an interview, for the employer who chooses"
MOST = 100
FOR_INTERVIEWS = (Use.PLACE, Use.EVENT)  # of what a consent may let an employer know who asks for an interview


@dataclass(frozen=True)
class Slot:
    """One time of interviews with those who asked for it."""

    roll: Roll
    lines: Sequence[Line]

    @property
    def alternates(self) -> range:
        """The numbers that an alternate may have."""
        return range(1, 1 + min(len(self.lines), 20))


def slots_of(event: Event, employer: Employer) -> list[Slot]:
    """The interviews ahead for which somebody asked, of an event where the employer chooses; each with its list."""
    if event.state != Event.State.PUBLISHED or not Terms.of(event).slots_by_choice:
        return []
    if TakingPart.objects.filter(event=event, employer=employer, state=TakingPart.State.DECLINED).exists():
        return []
    rolls = Roll.objects.current().filter(event=event, session__employer=employer, session__kind=Session.Kind.SLOT)
    rows = rolls.filter(session__canceled_at=None).select_related("event__institution", "event__terms", "session")
    found = [row for row in rows.order_by("starts_at", "session__starts_at")[:MOST] if row.begins_at > clock.now()]
    with keeping(Keeper.LINK, WHY):
        asked = list(Booking.objects.open().filter(roll__in=found).select_related(*RELATED).order_by("turn"))
        names = _names(asked, employer)
    return [Slot(row, _in_order([_line(one, names) for one in asked if one.roll_id == row.pk])) for row in found]


def _names(asked: Sequence[Booking], employer: Employer) -> Any:
    students = [one for one in asked if one.registration is not None]
    asked = [Before(one.registration, one.registration_id, employer.pk) for one in students]  # type: ignore[arg-type]
    return released_names(asked, FOR_INTERVIEWS)


def _line(row: Booking, names: Any) -> Line:
    return replace(line_of(row, set(), False), name=names.get(row.registration_id, ""), mine=False)


def _in_order(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda one: (one.state == "waiting", one.choice is None, one.choice or 0, one.turn))


def part_of_slot(roll: Roll, person: Person) -> TakingPart | None:
    """What stands of the employer whose interviews they are, to whoever sees that employer."""
    employer = roll.session.employer_id if roll.session is not None else None
    rows = TakingPart.objects.filter(event=roll.event_id, employer=employer).exclude(employer=None)
    rows = rows.filter(employer__in=Employer.objects.visible_to(person))
    return rows.select_related("employer", "contact__employer", "event__institution", "event__organizer").first()


def secret_to_choose(part: TakingPart) -> str:
    """The secret by which the contact of an employer chooses: another contact gets another one, and theirs ends."""
    return secret_of(CHOOSING, part.pk, str(part.contact_id))


def part_by_secret(secret: str) -> TakingPart | None:
    """Whose interviews a mailed address opens: as long as its contact is the one who was written to, and until the
    event is over.
    """
    number = number_in(secret)
    rows = TakingPart.objects.filter(pk=number, event__state=Event.State.PUBLISHED, contact__isnull=False)
    rows = rows.exclude(state=TakingPart.State.DECLINED)
    part = rows.select_related("employer", "contact", "event__institution", "event__terms").first() if number else None
    if part is None or not constant_time_compare(secret, secret_to_choose(part)):
        return None
    return part if part.contact and part.contact.is_current and part.event.is_ahead else None
