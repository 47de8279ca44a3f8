"""How unevenly employers are asked, and what a shift to others would change: arithmetic over plain numbers (N5)."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice
from uuid import UUID

TAKERS = 5  # most employers that one is relieved by


@dataclass(frozen=True, slots=True)
class Bearer:
    """An employer with the contacts that it bears, and its circles: who shares the first one is the most similar."""

    employer: UUID
    name: str
    load: int
    circles: tuple[str, ...] = ()
    askable: bool = True  # no pause of its own, and the relationship has not ended


@dataclass(frozen=True, slots=True)
class Part:
    """A fifth of the employers, most asked first, and the contacts that it bears."""

    number: int
    bearers: Sequence[Bearer]
    contacts: int
    share: float  # of all contacts, in percent


@dataclass(slots=True)
class Shift:
    """What one employer was asked above a limit, and who could have been asked instead."""

    giver: Bearer
    takers: list[tuple[Bearer, int]] = field(default_factory=list)
    left: int = 0  # contacts for which nobody similar has room

    @property
    def moved(self) -> int:
        """The contacts that others could have borne."""
        return sum(n for _taker, n in self.takers)


def ranked(bearers: Sequence[Bearer]) -> list[Bearer]:
    """The most asked first; equal ones by name."""
    return sorted(bearers, key=lambda one: (-one.load, one.name, one.employer))


def fifths(bearers: Sequence[Bearer]) -> list[Part]:
    """Employers in order, cut into five parts as equal as may be, the larger ones first. Empty parts are left out."""
    total, count = sum(one.load for one in bearers), len(bearers)
    ends = [-(-count * n // 5) for n in range(6)]
    cut = [(n + 1, bearers[ends[n] : ends[n + 1]]) for n in range(5)]
    loads = [(n, part, sum(one.load for one in part)) for n, part in cut if part]
    return [Part(n, part, load, percent(load, total)) for n, part, load in loads]


def carried(loads: Sequence[int]) -> float:
    """Which share of all contacts the fifth bears that is asked most, in percent: twenty is even."""
    heavy = sorted(loads, reverse=True)[: -(-len(loads) // 5)]
    return percent(sum(heavy), sum(loads))


def percent(part: int, whole: int) -> float:
    """A part of a whole in percent, to one decimal place; of nothing it is nothing."""
    return round(100 * part / whole, 1) if whole else 0.0


def average(bearers: Sequence[Bearer]) -> int:
    """What each would bear if all were asked alike, rounded up."""
    return -(-sum(one.load for one in bearers) // len(bearers)) if bearers else 0


def curve(loads: Sequence[int], points: int = 50) -> list[tuple[float, float]]:
    """The share of contacts, in percent, that the most asked share of employers bears: the line of the chart."""
    reached = [0, *accumulate(sorted(loads, reverse=True))]
    total, count = reached[-1], len(loads)
    steps = min(points, count)
    ends = [count * n // steps for n in range(steps + 1)]
    return [(100 * end / count, 100 * reached[end] / total) for end in ends] if total else []


def shifts(bearers: Sequence[Bearer], idle: Sequence[Bearer], most: int) -> list[Shift]:
    """Who could have been asked instead, had nobody of the busiest fifth been asked oftener than `most`.

    `bearers` are ranked; `idle` were not asked at all. Those who take over are similar, the nearest circle and whoever
    was asked least first; nobody ends above the average, and one employer is relieved by five others at most.
    """
    heavy = [one for one in bearers[: -(-len(bearers) // 5)] if one.load > most]
    level, giving = average(bearers), {one.employer for one in heavy}
    free = [one for one in (*bearers, *idle) if one.askable and one.load < level and one.employer not in giving]
    room = {one.employer: level - one.load for one in free}
    around: dict[str, deque[Bearer]] = {circle: deque() for giver in heavy for circle in giver.circles}
    for one in sorted(free, key=lambda one: (one.load, one.name, one.employer)):
        for circle in one.circles:
            if circle in around:
                around[circle].append(one)
    results = []
    for giver in heavy:
        near = dict.fromkeys(one for circle in giver.circles for one in _with_room(around[circle], room))
        results.append(_shift(giver, giver.load - most, list(near)[:TAKERS], room))
    return results


def _with_room(circle: deque[Bearer], room: dict[UUID, int]) -> Iterator[Bearer]:
    """The first few of a circle that can bear one more; those at its head that cannot leave it."""
    while circle and not room[circle[0].employer]:
        circle.popleft()
    return islice((one for one in circle if room[one.employer]), TAKERS)


def _shift(giver: Bearer, above: int, near: Sequence[Bearer], room: dict[UUID, int]) -> Shift:
    """What lies above the limit goes to the nearest as far as there is room, then to the next."""
    takers = []
    for taker in near:
        n = min(above, room[taker.employer])
        if n:
            takers.append((taker, n))
            room[taker.employer] -= n
            above -= n
    return Shift(giver, takers, above)


def shifted(bearers: Sequence[Bearer], moves: Sequence[Shift]) -> list[int]:
    """The contacts of each employer after the shifts; who was not asked before counts once it is."""
    loads = {one.employer: one.load for one in bearers}
    for move in moves:
        loads[move.giver.employer] -= move.moved
        for taker, n in move.takers:
            loads[taker.employer] = loads.get(taker.employer, 0) + n
    return list(loads.values())
