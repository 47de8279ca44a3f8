"""The time zones that a calendar names (RFC 5545). Each is worked out once: it takes longer than all the rest."""

from functools import lru_cache

from icalendar import Calendar, Timezone


def add_zones(calendar: Calendar) -> None:
    """Add the rules of each zone that stands in a calendar, before what goes by them."""
    for name in sorted(calendar.get_missing_tzids(), reverse=True):
        if (zone := _zone(name)) is not None:
            calendar.subcomponents.insert(0, zone)


@lru_cache(maxsize=200)
def _zone(name: str) -> Timezone | None:
    try:
        return Timezone.from_tzid(name)
    except ValueError:
        return None  # unknown: readers go by its name
