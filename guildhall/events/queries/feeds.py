"""Which events a calendar reads, asked anew each time (ADR 46)."""

from datetime import timedelta
from typing import Any

from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.people.models import Person

MOST = 1000  # events of one calendar
BACK = timedelta(days=60)


def events_for_feed(person: Person) -> list[Event]:
    """The published and canceled events that a person sees: what is ahead, and of the last two months what has room."""
    return _ahead_first(Event.objects.visible_to(person).exclude(state=Event.State.DRAFT))


def events_for_everybody() -> list[Event]:
    """The events that everybody may read: what is ahead, and of the last two months what has room."""
    return _ahead_first(Event.objects.public())


def _ahead_first(rows: Any) -> list[Event]:
    """What is over gives way: a calendar that is full says what comes, not what has been."""
    now = clock.now()
    rows = rows.select_related("institution")
    ahead = list(rows.filter(last_at__gt=now).order_by("last_at", "pk")[:MOST])
    over = rows.filter(last_at__gte=now - BACK, last_at__lte=now).order_by("-last_at", "pk")[: MOST - len(ahead)]
    return ahead + list(over)
