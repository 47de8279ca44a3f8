"""What an employer books for its own people, and whom it has booked (C16)."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from guildhall.bookings.models import Booking, Roll
from guildhall.bookings.queries.for_students import MOST_TIMES, OF_STAFF, Time, time_of
from guildhall.employers.models import Employer
from guildhall.engagements.models import Ask
from guildhall.events.models import Event, TakingPart
from guildhall.events.querysets import EventQuerySet
from guildhall.lib import clock

COMING = (TakingPart.State.CONFIRMED, TakingPart.State.CAME)
MOST_IN_CALENDAR = 500  # events
TO_ALL = (Event.Audience.ALL, Event.Audience.PUBLIC)


def events_with(employer: Employer) -> QuerySet[Event]:
    """The events ahead in which an employer takes part, or to which it has been asked."""
    rows = Event.objects.filter(_part_of(employer), state=Event.State.PUBLISHED).ahead()
    return rows.select_related("institution", "terms").order_by("starts_at", "pk")


def events_for(employer: Employer) -> EventQuerySet:
    """The events ahead that an employer may know of: its own ones, and what takes place for everybody (C3).

    Nothing at the place of another employer, of which it need not know, and nothing that is for staff alone.
    """
    elsewhere = TakingPart.objects.filter(event=OuterRef("pk"), host=True).exclude(employer=employer)
    for_all = Q(audience__in=TO_ALL) & ~Q(kind__in=OF_STAFF) & ~Exists(elsewhere)
    rows = Event.objects.filter(_part_of(employer) | for_all, state=Event.State.PUBLISHED)
    return rows.ahead().select_related("institution", "terms").order_by("starts_at", "pk")


def events_in_calendar(employer: Employer) -> list[Event]:
    """The events ahead that an employer takes part in, has been asked to, or has booked its people for."""
    booked = Booking.objects.open().filter(employer=employer).values("roll__event")
    rows = events_for(employer).filter(_part_of(employer) | Q(pk__in=booked))
    return list(rows[:MOST_IN_CALENDAR])


def _part_of(employer: Employer) -> Q:
    """That it comes, or has been asked: of an ask that is only planned it does not know yet."""
    parts = TakingPart.objects.filter(event=OuterRef("pk"), employer=employer)
    asked = Q(state=TakingPart.State.INVITED, ask__state=Ask.State.DONE)
    return Q(Exists(parts.filter(Q(state__in=COMING) | asked)))


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
