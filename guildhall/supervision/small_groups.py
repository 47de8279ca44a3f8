"""Opinions of fewer than five are not shown, and cannot be worked out from what is shown (D18, N13).

Every figure is made of blocks of five answers in the order in which they came, so that none moves by one person's
answer. Groups that show nothing are put together; the whole is the sum of what is shown, never more: taking figures
away from each other always leaves whole blocks.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

FEWEST = 5


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean that may be shown, and how many answers it is made of."""

    count: int
    mean: float


@dataclass(frozen=True)
class Shown:
    """What may be shown: a mean per group that has one, that of the other groups together, and that of the whole."""

    groups: dict[Hashable, Mean]
    others: Mean | None
    whole: Mean | None


def block(answers: Sequence[int]) -> Sequence[int]:
    """The answers that count: the first of them, in blocks of five."""
    return answers[: len(answers) // FEWEST * FEWEST]


def shown(answers: Mapping[Hashable, Sequence[tuple[int, int]]]) -> Shown:
    """What may be shown of answers by group; each answer is (its place in the order of coming, its value)."""
    counted = {key: block([value for _, value in sorted(rows)]) for key, rows in answers.items()}
    groups: dict[Hashable, Mean] = {key: _mean(values) for key, values in counted.items() if values}
    rest = sorted(row for key, rows in answers.items() if key not in groups for row in rows)
    others = block([value for _, value in rest])
    whole = [value for values in counted.values() for value in values] + list(others)
    return Shown(groups, _mean(others) if others else None, _mean(whole) if whole else None)


def _mean(values: Sequence[int]) -> Mean:
    return Mean(len(values), sum(values) / len(values))
