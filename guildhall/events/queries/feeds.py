"""Which events a calendar reads, asked anew each time (ADR 46)."""

from datetime import timedelta

from guildhall.events.models import Event
from guildhall.lib import clock
from guildhall.people.models import Person

MOST = 1000  # events of one calendar
BACK = timedelta(days=60)


def events_for_feed(person: Person) -> list[Event]:
    """The published and canceled events that a person sees, from two months ago on, the soonest first."""
    rows = Event.objects.visible_to(person).exclude(state=Event.State.DRAFT)
    return list(rows.filter(last_at__gte=clock.now() - BACK).order_by("starts_at", "pk")[:MOST])


def events_for_everybody() -> list[Event]:
    """The events that everybody may read, from two months ago on."""
    return list(Event.objects.public().filter(last_at__gte=clock.now() - BACK).order_by("starts_at", "pk")[:MOST])
