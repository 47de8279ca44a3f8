"""What an employer is told of who came: numbers by institution that no small group can be worked out from (R6)."""

from collections.abc import Mapping
from dataclasses import dataclass

from guildhall.lib.small_counts import FEWEST


@dataclass(frozen=True)
class Told:
    """How many came, as far as it may be told: None stands for "fewer than ten"."""

    came: int | None
    by_place: dict[str, int]  # institutions of which enough came
    others: int  # who came from all the other ones together; 0 where there is none, or nothing may be told
    missed: int | None  # of those who had booked


def told(came: Mapping[str, int], missed: int) -> Told:
    """What may be told of how many came from each institution, and of how many did not come.

    Whoever takes the numbers away from the whole finds none, or ten at least: small institutions are told as one
    group, to which further ones are put until it is large enough.
    """
    whole = sum(came.values())
    missing = missed if missed == 0 or missed >= FEWEST else None
    if 0 < whole < FEWEST:
        return Told(None, {}, 0, missing)
    by_size = sorted((place for place, n in came.items() if n), key=lambda place: (came[place], place))
    together: list[str] = []
    others = 0
    while by_size and (came[by_size[0]] < FEWEST or 0 < others < FEWEST):
        together.append(by_size.pop(0))
        others = sum(came[place] for place in together)
    named = {place: came[place] for place in sorted(by_size, key=lambda place: (-came[place], place))}
    return Told(whole, named, others, missing)
