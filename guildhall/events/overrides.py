"""What a single time of a series says otherwise than the series: its title, place, room or link (C3). No database.

A calendar that leaves has them as entries of their own (RECURRENCE-ID of RFC 5545).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guildhall.lib import clock

NAMES = ("title", "place", "room", "link")
BROUGHT = "brought"  # beside them: a hash of what a calendar said of this time
Overrides = dict[str, dict[str, str]]  # by the moment, in UTC: what differs


@dataclass(frozen=True, slots=True)
class Details:
    """What one time of an event is called, and where it takes place."""

    title: str
    place: str = ""
    room: str = ""
    link: str = ""

    @property
    def where(self) -> str:
        """The place and the room, in words."""
        return ", ".join(filter(None, (self.place, self.room)))


def key_of(moment: datetime) -> str:
    """A moment as overrides are kept by it."""
    return clock.local(moment, "UTC").isoformat()


def details_of(event: Any, moment: datetime) -> Details:
    """What the time of an event at a moment is called, and where it takes place."""
    own = event.overrides.get(key_of(moment), {}) if event.overrides else {}
    return Details(**{name: own.get(name, getattr(event, name)) for name in NAMES})


def own_details(event: Any, moment: datetime) -> dict[str, str]:
    """What the time of an event at a moment says otherwise than the series."""
    own = event.overrides.get(key_of(moment), {}) if event.overrides else {}
    return {name: said for name, said in own.items() if name in NAMES}


def overridden(event: Any, moment: datetime, details: Details) -> Overrides:
    """The overrides of an event with those of one time: what does not differ from the series is none.

    The mark of a calendar stays, so that a correction made here stays until the calendar says something else.
    """
    own = {name: said for name in NAMES if (said := getattr(details, name)) != getattr(event, name)}
    mark = event.overrides.get(key_of(moment), {}).get(BROUGHT)
    return _with(event.overrides, moment, own | ({BROUGHT: mark} if mark else {}))


def brought(overrides: Overrides, moment: datetime, says: Mapping[str, str], mark: str) -> Overrides:
    """Overrides, where a calendar says of one time what differs from its series, with the mark of what it said; where
    it says nothing, what was written here stays.
    """
    if says:
        return _with(overrides, moment, {**says, **({"room": ""} if "place" in says else {}), BROUGHT: mark})
    return _with(overrides, moment, {}) if BROUGHT in overrides.get(key_of(moment), {}) else overrides


def is_as_brought(overrides: Overrides, moment: datetime, says: Mapping[str, str], mark: str) -> bool:
    """Whether a calendar says of one time what it said the last time."""
    known = overrides.get(key_of(moment), {}).get(BROUGHT)
    return known == mark if known else not says


def _with(overrides: Overrides, moment: datetime, own: dict[str, str]) -> Overrides:
    rest = {key: said for key, said in overrides.items() if key != key_of(moment)}
    return rest | ({key_of(moment): own} if own else {})


def moved_along(overrides: Overrides, moved: Mapping[datetime, datetime]) -> Overrides:
    """Overrides, where some times went to other moments."""
    to = {key_of(was): key_of(now) for was, now in moved.items()}
    return {to.get(key, key): own for key, own in overrides.items()}


def standing(overrides: Overrides, moments: Iterable[datetime]) -> Overrides:
    """The overrides of times that still take place."""
    keys = {key_of(moment) for moment in moments}
    return {key: own for key, own in overrides.items() if key in keys}


def made_here(overrides: Overrides) -> Overrides:
    """Without those that a calendar brought: it says them anew."""
    return {key: own for key, own in overrides.items() if BROUGHT not in own}


def in_words(overrides: Overrides) -> list[str]:
    """Overrides as the journal keeps them."""
    return [
        f"{key}: " + ", ".join(own[name] for name in NAMES if name in own) for key, own in sorted(overrides.items())
    ]
