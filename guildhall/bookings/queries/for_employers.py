"""What an employer books for its own people, and whom it has booked (C16)."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from guildhall.bookings.models import Booking, Roll
from guildhall.bookings.queries.for_students import MOST_TIMES, Time, time_of
from guildhall.employers.models import Employer
from guildhall.events.models import Event, TakingPart
from guildhall.lib import clock

COMING = (TakingPart.State.CONFIRMED, TakingPart.State.CAME)
TO_ALL = (Event.Audience.ALL, Event.Audience.PUBLIC)


def events_for(employer: Employer) -> QuerySet[Event]:
    """The events for which an employer books: those in which it takes part, and those to which employers are asked.

    Nothing at the place of another employer, of which it need not know.
    """
    parts = TakingPart.objects.filter(event=OuterRef("pk"))
    comes, elsewhere = parts.filter(employer=employer, state__in=COMING), parts.filter(host=True)
    asked = Q(terms__employers_book=True, audience__in=TO_ALL) & ~Exists(elsewhere.exclude(employer=employer))
    rows = Event.objects.filter(Exists(comes) | asked, state=Event.State.PUBLISHED, capacity__isnull=False).ahead()
    return rows.select_related("institution", "terms").order_by("starts_at", "pk")


def times_for(event: Event) -> list[Time]:
    """The times of an event that are still ahead, with how full each is."""
    rolls = {one.starts_at: one for one in Roll.objects.current().filter(event=event, session=None)}
    ahead = event.occurrences.filter(starts_at__gt=clock.now()).order_by("starts_at")[:MOST_TIMES]
    return [time_of(event, row, None, rolls.get(row.starts_at), {}) for row in ahead]


def booked_for(employer: Employer, event: Event | None = None) -> QuerySet[Any]:
    """The people whom an employer has booked, of what is still ahead."""
    rows = Booking.objects.open().filter(employer=employer, roll__starts_at__gt=clock.now())
    if event is not None:
        rows = rows.filter(roll__event=event)
    rows = rows.select_related("roll__event__institution", "roll__session", "employer", "contact")
    return rows.order_by("roll__starts_at", "turn")
