"""Who books the events of the demo: students by their college; one slot is full, and some wait for it."""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from guildhall.bookings.actions.booking import Wish, cancel
from guildhall.bookings.actions.many import book_for
from guildhall.bookings.actions.terms import Given, set_terms
from guildhall.demo.moments import Days
from guildhall.demo.staff import Staff
from guildhall.demo.steps import step
from guildhall.events.models import Event
from guildhall.people.models import Institution
from guildhall.people.permissions import Role
from guildhall.students.models import Registration


@dataclass(frozen=True)
class Booked:
    """The students of a college at an event, or at a session in it: all of them, or so many."""

    title: str
    code: str
    back: int  # days before today on which their college books
    most: int = 100
    slot: str = ""  # of which employer


HEAD = "Interview day: nursing and medical assisting"
SCARCE = Booked(HEAD, "MGC", 1, slot="Juniper Health Partners")
BOOKED = (
    Booked(HEAD, "MGC", 2),
    Booked("An evening with Kestrel", "RCC", 2),
    Booked("An evening with Kestrel", "MGC", 1, most=3),
    Booked("Logistics and trades fair", "HPC", 2),
    Booked("Logistics and trades fair", "MGC", 1, most=4),
    SCARCE,
)


def tell(days: Days, places: dict[str, Institution], staff: Staff) -> None:
    """Their colleges book for them; the slot with the fewest places has a waiting list, and somebody gives one back."""
    _make_scarce(days, staff)
    for booked in BOOKED:
        _book(booked, days, places[booked.code], staff)


def _make_scarce(days: Days, staff: Staff) -> None:
    """Whoever gets a place from the waiting list of the interviews says yes within three days."""
    event = Event.objects.get(title=HEAD)
    by = staff.one("MGC", Role.WBL_COORDINATOR)
    with step("set the terms of booking", HEAD, days.at(2, 9)):
        set_terms(event, Given(event.capacity, hours_to_answer=72), version=event.version, by=by)


def _book(booked: Booked, days: Days, place: Institution, staff: Staff) -> None:
    event = Event.objects.select_related("institution").get(title=booked.title)
    session = event.sessions.get(employer__name=booked.slot) if booked.slot else None
    starts_at = event.occurrences.order_by("starts_at").values_list("starts_at", flat=True)[0]
    rows = Registration.objects.filter(institution=place).order_by("family_name", "given_name", "pk")
    chosen = list(rows.select_related("institution")[: booked.most])
    if not chosen:
        return
    key = uuid5(NAMESPACE_URL, f"{booked.title} {booked.code} {booked.slot}")
    by = staff.one(booked.code, Role.WBL_COORDINATOR)
    with step("book for students", booked.title, days.at(booked.back, 11)):
        done = book_for(Wish(event, starts_at, key, session), chosen, by=by)
    first = next((one.booking for one in done if one.booking), None)
    if session is not None and first is not None and len(done) > 1:
        with step("give a place back", booked.title, days.at(booked.back, 15)):
            cancel(first, reason="She starts her clinical term that day.", by=by)
