"""A career fair of Mesa for tests: who has booked it at two colleges, and the moment when its door opens."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from guildhall.bookings.actions.attending import tap
from guildhall.bookings.actions.booking import Wish, book
from guildhall.bookings.actions.tapping import Tapped
from guildhall.bookings.models import Booking, Roll
from guildhall.bookings.parties import Comer
from guildhall.events.models import Event
from guildhall.students.actions.entering import StudentFacts, register
from guildhall.students.models import Registration
from tests.events.plans import fresh, published


@dataclass
class Fair:
    """An event with its list; `mesa` and `harbor` are the bookings of the students of each."""

    cast: Any
    event: Event
    roll: Roll
    mesa: list[Booking]
    harbor: list[Booking]

    @property
    def begun(self) -> Any:
        """A moment at which people come in."""
        return self.event.starts_at + timedelta(minutes=5)

    @property
    def next_morning(self) -> Any:
        return self.event.starts_at + timedelta(hours=23)

    def here(self, row: Booking, *, by: str = "mesa_wbl", key: str = "", **more: Any) -> Any:
        """Tap somebody of the list."""
        said = Tapped(key or uuid4().hex, "here", booking=str(row.pk), **more)
        return tap(self.roll, said, by=self.cast.people[by])

    def fresh(self, row: Booking) -> Booking:
        return Booking.objects.get(pk=row.pk)


def student(cast: Any, name: str, place: str = "mesa") -> Registration:
    """A student of a college, with an e-mail address."""
    facts = StudentFacts(name, "Zamora", email=f"{name.lower()}@{place}.example", year="2026-27")
    return register(getattr(cast, place), facts, by=cast.people[f"{place}_wbl"])


def booked(event: Event, registration: Registration, by: Any, **more: Any) -> Booking:
    """A place, or a turn on the waiting list."""
    return book(Wish(event, event.starts_at, uuid4(), **more), Comer(registration=registration), by=by)


def fair(cast: Any, *, mesa: int = 3, harbor: int = 2, capacity: int = 50, **more: Any) -> Fair:
    """A published event with its bookings, in twenty days."""
    event = fresh(published(cast, "Career fair", kind="career_fair", capacity=capacity, audience="all", **more))
    ours = [booked(event, student(cast, f"Ours{n}"), cast.mesa_wbl) for n in range(mesa)]
    theirs = [booked(event, student(cast, f"Theirs{n}", "harbor"), cast.harbor_wbl) for n in range(harbor)]
    roll = Roll.objects.select_related("event__institution", "session").get(event=event)
    return Fair(cast, event, roll, ours, theirs)
