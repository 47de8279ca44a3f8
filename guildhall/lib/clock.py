"""Business time. Set by the demo, the tests and what prepares statements; the journal always has the real time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, tzinfo
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
    return now().astimezone(_zone.get()).date()


def day_of(moment: datetime) -> date:
    """The day of a moment in the territory's time zone."""
    return moment.astimezone(_zone.get()).date()


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
    """Pretend that it is `moment` inside the block (the demo, tests and `store.prepared` only)."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
