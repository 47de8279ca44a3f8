"""The time zones that a calendar names (RFC 5545). Each is written once: that takes longer than all the rest."""

from functools import lru_cache

from icalendar import Calendar, Timezone

FIRST = b"\r\nBEGIN:VEVENT\r\n"  # a whole line: no text brings one


def written(calendar: Calendar) -> bytes:
    """A calendar as a file, with the rules of each zone that stands in it before what goes by them."""
    zones = b"".join(map(_zone, sorted(calendar.get_missing_tzids())))
    return bytes(calendar.to_ical()).replace(FIRST, b"\r\n" + zones + FIRST.lstrip(), 1)


@lru_cache(maxsize=200)
def _zone(name: str) -> bytes:
    try:
        return bytes(Timezone.from_tzid(name).to_ical())
    except ValueError:
        return b""  # unknown: readers go by its name
