"""Opinions of fewer than five are not shown, and cannot be worked out from what is shown (D18, N13).

Every answer belongs to one block of five at the most, and a block once made is never made anew: of one group as soon as
it has five that are in none, else of those that have waited longest, whichever their groups. Every figure is a sum of
whole blocks, so taking figures away from each other, today's or another day's, always leaves whole blocks. Blocks are
made house by house: whoever sees more houses sees more of the same blocks.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

FEWEST = 5
MOST_WAITING = 2 * FEWEST  # answers in no block; more would keep small groups from ever being heard


@dataclass(frozen=True, slots=True)
class Opinion:
    """One answer: in which house it was given, of which group, and its value."""

    house: Hashable
    group: Hashable
    value: int


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean that may be shown, and how many answers it is made of."""

    count: int
    mean: float


@dataclass(frozen=True)
class Shown:
    """What may be shown: a mean per group that has one, and that of all blocks together."""

    groups: dict[Hashable, Mean]
    whole: Mean | None


def shown(answers: Iterable[Opinion]) -> Shown:
    """What may be shown of answers, which are given in the order in which they came."""
    houses: dict[Hashable, list[Opinion]] = defaultdict(list)
    for one in answers:
        houses[one.house].append(one)
    groups: dict[Hashable, list[int]] = defaultdict(list)
    whole: list[int] = []
    for rows in houses.values():
        for group, block in _blocks(rows):
            values = [one.value for one in block]
            whole += values
            if group is not None:
                groups[group] += values
    return Shown({group: _mean(values) for group, values in groups.items()}, _mean(whole) if whole else None)


def _blocks(rows: Iterable[Opinion]) -> Iterator[tuple[Hashable | None, list[Opinion]]]:
    """The blocks of a house in the order in which they are made: of one group, or (None) of several."""
    waiting: list[Opinion] = []
    for row in rows:
        waiting.append(row)
        own = [one for one in waiting if one.group == row.group]
        if len(own) == FEWEST:
            waiting = [one for one in waiting if one.group != row.group]
            yield row.group, own
        elif len(waiting) == MOST_WAITING:
            yield None, waiting[:FEWEST]
            waiting = waiting[FEWEST:]


def _mean(values: list[int]) -> Mean:
    return Mean(len(values), sum(values) / len(values))
