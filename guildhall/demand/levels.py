"""Where a figure of an occupation is looked for: near before far, and by what code it was published at all.

Many occupations are published only under their broad group or under a code that joins several; a local cell may be
held back. So a figure says at which level it was found, and where nothing was found there is no figure: never nought.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Codes that the Bureau of Labor Statistics has of its own, for several detailed occupations at once.
HYBRIDS: dict[str, tuple[str, ...]] = {
    "21-1018": ("21-1011", "21-1014"),
    "25-2052": ("25-2055", "25-2056"),
    "25-9045": ("25-9042", "25-9043", "25-9049"),
    "51-2028": ("51-2022", "51-2023"),
    "53-1047": ("53-1042", "53-1043", "53-1044", "53-1049"),
}
HYBRID_OF = {code: hybrid for hybrid, codes in HYBRIDS.items() for code in codes}
DETAILED, BROAD, HYBRID = "detailed", "broad", "hybrid"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a figure may stand: in which area, under which code, and what that code is to the occupation."""

    area: str
    code: str
    level: str


def broad_of(code: str) -> str:
    """The broad occupation of a detailed one: its last figure is a nought."""
    return f"{code[:-1]}0"


@lru_cache(maxsize=2_000)
def codes_for(code: str) -> tuple[tuple[str, str], ...]:
    """Under which codes an occupation may be published, with what each is: itself, its broad one, a joint one."""
    found = [(code, DETAILED)]
    if broad_of(code) != code:
        found.append((broad_of(code), BROAD))
    if code in HYBRID_OF:
        found.append((HYBRID_OF[code], HYBRID))
    return tuple(found)


def spots_for(code: str, areas: Sequence[str]) -> list[Spot]:
    """All places where a figure may stand, in the order in which they are asked: near before far (STANDARDS 0.3)."""
    return [Spot(area, one, level) for area in areas for one, level in codes_for(code)]


def first_with(code: str, areas: Sequence[str], has: Callable[[Spot], bool]) -> Spot | None:
    """The nearest spot that has a figure; None where none has."""
    return next((spot for spot in spots_for(code, areas) if has(spot)), None)


def listed_as(code: str, listed: Collection[str]) -> str:
    """As which code an occupation stands on a list: itself, or the one under which its figures are published."""
    if code in listed:
        return code
    return next((one for one, _level in codes_for(code) if one in listed), code)
