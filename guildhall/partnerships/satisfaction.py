"""How satisfied stakeholders are, in numbers that tell nobody's opinion (M16): arithmetic, no records.

Counted are whole blocks of five in the order of the answers, as everywhere (`supervision.small_groups`). Sectors divide
these answers into parts, none of which is smaller than five: what is too few joins the rest, and where the rest is too
few the smallest sector joins it. So taking one shown number away from another always leaves five or more.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from guildhall.supervision.small_groups import FEWEST

TOP = 4  # of five: the top two


@dataclass(frozen=True)
class Answer:
    """What one stakeholder answered, and of which sector; None where that is not known."""

    sector: Hashable | None
    ratings: Sequence[int]


@dataclass(frozen=True)
class Rated:
    """Some answers together: how many, the mean of their ratings, and how many of these are a 4 or a 5."""

    answers: int
    mean: float
    top: int
    ratings: int

    @property
    def share(self) -> int:
        """The top two in percent."""
        return round(100 * self.top / self.ratings)


@dataclass(frozen=True)
class Satisfaction:
    """All together, each sector that may be shown, and the others in one."""

    whole: Rated
    sectors: dict[Hashable, Rated]
    others: Rated | None


def of(answers: Sequence[Answer]) -> Satisfaction | None:
    """What may be shown of answers in the order in which they came; None of fewer than five."""
    counted = answers[: len(answers) // FEWEST * FEWEST]
    if not counted:
        return None
    sectors, others = _divided(counted)
    groups = {sector: _rated(members) for sector, members in sectors.items()}
    return Satisfaction(_rated(counted), groups, _rated(others) if others and groups else None)


def _divided(counted: Sequence[Answer]) -> tuple[dict[Hashable, list[Answer]], list[Answer]]:
    sectors: dict[Hashable, list[Answer]] = {}
    for one in counted:
        if one.sector is not None:
            sectors.setdefault(one.sector, []).append(one)
    sectors = {sector: members for sector, members in sectors.items() if len(members) >= FEWEST}
    others = [one for one in counted if one.sector not in sectors]
    while 0 < len(others) < FEWEST and sectors:
        smallest = min(sectors, key=lambda sector: (len(sectors[sector]), str(sector)))
        others += sectors.pop(smallest)
    return sectors, others


def _rated(members: Sequence[Answer]) -> Rated:
    ratings = [value for one in members for value in one.ratings]
    top = sum(value >= TOP for value in ratings)
    return Rated(len(members), sum(ratings) / len(ratings), top, len(ratings))
