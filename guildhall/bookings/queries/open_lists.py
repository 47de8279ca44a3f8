"""Lists of events that are over, on which people had places and nobody was checked in."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from guildhall.bookings.models import Booking, Closing, Roll
from guildhall.bookings.models.attending import DOOR_STAYS, Tap
from guildhall.events.models import Event
from guildhall.lib import clock


@dataclass(frozen=True)
class Open:
    """A day of an event whose list is open; `roll` is the first of its lists."""

    event: Event
    day: date
    roll: UUID


def lists_without_anybody() -> list[Open]:
    """One for each day of an event of the last month. The caller is a keeper: bookings of all institutions count."""
    today = clock.moment_of(clock.today(), datetime.min.time())
    rows = Roll.objects.current().filter(closing=None, taken__gt=0, event__state__in=("published", "held"))
    rows = rows.filter(event__attended_said=False)  # said by hand
    rows = rows.filter(starts_at__lt=today, starts_at__gte=today - DOOR_STAYS)
    found: dict[tuple[UUID, date], Open] = {}
    for row in rows.select_related("event__institution", "event__organizer", "session").order_by("starts_at", "pk"):
        if row.ends_at < today:
            day = clock.day_of(row.starts_at)
            found.setdefault((row.event_id, day), Open(row.event, day, row.pk))
    looked_after = _looked_after([one.event.pk for one in found.values()])
    return [one for key, one in found.items() if key not in looked_after]


def _looked_after(events: list[UUID]) -> set[tuple[UUID, date]]:
    """The days of events at whose door somebody was checked in, or of which a list is closed."""
    came = Booking.objects.filter(roll__event__in=events, came_at__isnull=False)
    closed = Closing.objects.filter(roll__event__in=events)
    tapped = Tap.objects.filter(roll__event__in=events).exclude(act=Tap.Act.NOT_HERE)  # employers and walk-ins, too
    days = ("roll__event", "roll__starts_at")
    pairs = [pair for rows in (came, closed, tapped) for pair in rows.values_list(*days)]
    return {(event, clock.day_of(moment)) for event, moment in pairs}
