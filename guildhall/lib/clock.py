"""Business time, and the only place where a moment becomes a day: that of the region, wherever the server stands.

Set by the demo, the tests and what prepares statements; the journal always has the real time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

FIRST_ZONE = "America/Los_Angeles"  # until the territory says otherwise
_FIRST = ZoneInfo(FIRST_ZONE)
_set: ContextVar[datetime | None] = ContextVar("clock", default=None)
_zone: ContextVar[tzinfo] = ContextVar("zone", default=_FIRST)


def now() -> datetime:
    """The present moment, with time zone."""
    return _set.get() or datetime.now(UTC)


def today() -> date:
    """The present day in the territory's time zone."""
    return day_of(now())


def zone() -> tzinfo:
    """The territory's time zone."""
    return _zone.get()


def local(moment: datetime, zone: str = "") -> datetime:
    """A moment as the region's clocks show it, or those of another place: for words and forms."""
    return moment.astimezone(ZoneInfo(zone) if zone else _zone.get())


def day_of(moment: datetime, zone: str = "") -> date:
    """The day of a moment in the territory's time zone, or in that of another place."""
    return local(moment, zone).date()


def moment_of(day: date, at: time, zone: str = "") -> datetime:
    """The moment at which the region's clocks, or those of another place, show a day and a time.

    Where they show it twice, the first one.
    """
    return datetime.combine(day, at, ZoneInfo(zone) if zone else _zone.get())


def noon_of(day: date) -> datetime:
    """The middle of a day in the territory's time zone: the moment that stands for a day of which no time is known."""
    return moment_of(day, time(12))


def moment_in(said: str) -> datetime | None:
    """The moment with its zone that somebody sent, in UTC; None where it is none, has no zone or lies out of reach.

    PostgreSQL reads fewer offsets than Python does, so none is handed on.
    """
    try:
        moment = datetime.fromisoformat(said[:40])
        return None if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@contextmanager
def in_zone(name: str) -> Iterator[None]:
    """Go by a time zone inside the block: the one that `guildhall.context` has found."""
    token = _zone.set(ZoneInfo(name))
    try:
        yield
    finally:
        _zone.reset(token)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Pretend that it is `moment` inside the block (the demo and tests only)."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
