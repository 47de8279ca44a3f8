"""How many touches an employer or a contact bears: arithmetic over days, exact over every rolling window (N3)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from guildhall.lib.spreading import half_of
from guildhall.lib.working_days import is_working_day

FARTHEST = 400  # days ahead in which a free day is looked for


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many touches in any so many days in a row."""

    most: int
    days: int
    source: str = ""  # in words: who set it
    clause: str = ""
    part: bool = False  # what spreads another limit over its days
    own: bool = False  # it counts what the institution does itself, not what all do


@dataclass(frozen=True, slots=True)
class Pause:
    """No touches from a day to a day, both included; without an end it has no end yet."""

    first: date
    last: date | None
    source: str = ""

    def holds(self, day: date) -> bool:
        """Whether a day lies in the pause."""
        return self.first <= day and (self.last is None or day <= self.last)


def used(touches: Sequence[date], day: date, limit: Limit) -> int:
    """The touches in the fullest window of the limit that holds a day; `touches` are sorted."""
    around = touches[
        bisect_left(touches, day - timedelta(limit.days - 1)) : bisect_right(touches, day + timedelta(limit.days - 1))
    ]
    starts = {d for d in around if d <= day} | {day}
    ends = (bisect_right(around, start + timedelta(limit.days - 1)) - bisect_left(around, start) for start in starts)
    return max(ends, default=0)


def broken(touches: Sequence[date], day: date, limits: Iterable[Limit]) -> Limit | None:
    """The limit that one more touch on a day would break, or None."""
    return next((limit for limit in limits if used(touches, day, limit) >= limit.most), None)


def paused(day: date, pauses: Iterable[Pause]) -> Pause | None:
    """The pause that a day lies in, or None."""
    return next((pause for pause in pauses if pause.holds(day)), None)


def first_free(
    parts: Sequence[tuple[Sequence[date], Sequence[Limit]]], start: date, pauses: Sequence[Pause]
) -> date | None:
    """The same for several counts, each with its own limits: a day on which one more touch breaks none of them."""
    for ahead in range(FARTHEST):
        day = start + timedelta(ahead)
        free = is_working_day(day) and not paused(day, pauses)
        if free and not any(broken(touches, day, limits) for touches, limits in parts):
            return day
    return None


def next_free(touches: Sequence[date], start: date, limits: Sequence[Limit], pauses: Sequence[Pause]) -> date | None:
    """The first working day from `start` on which one more touch breaks nothing, or None within a year."""
    return first_free([(touches, limits)], start, pauses)


def spread(limit: Limit) -> list[Limit]:
    """A limit with what spreads it over its window: no more than half of it, rounded up, in half of the days."""
    half = half_of(limit.most, limit.days)
    return [limit, Limit(*half, limit.source, limit.clause, part=True, own=limit.own)] if half else [limit]
