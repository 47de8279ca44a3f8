"""Which points of a web hold parts of it together: points of articulation, and what falls off without each."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

P = TypeVar("P", bound=Hashable)


@dataclass(frozen=True)
class Cut(Generic[P]):
    """A point without which its part of the web falls into several, the largest first."""

    point: P
    parts: tuple[frozenset[P], ...]

    @property
    def off(self) -> frozenset[P]:
        """What would be cut off from the largest part."""
        return frozenset().union(*self.parts[1:])


def web_of(pairs: Iterable[tuple[P, P]]) -> dict[P, set[P]]:
    """The neighbors of each point, from pairs of points that are connected."""
    found: dict[P, set[P]] = {}
    for one, other in pairs:
        if one != other:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return found


def without_ends(web: Mapping[P, set[P]], ends: Iterable[P]) -> dict[P, set[P]]:
    """The web without those of some points that are connected with one other point alone."""
    gone = {point for point in ends if len(web.get(point, ())) <= 1}
    return {point: near - gone for point, near in web.items() if point not in gone}


def parts_of(web: Mapping[P, set[P]], without: P | None = None) -> list[frozenset[P]]:
    """The parts of a web that nothing connects, the largest first."""
    left = set(web) - {without}
    found = []
    while left:
        found.append(frozenset(_reached(web, next(iter(left)), without)))
        left -= found[-1]
    return sorted(found, key=len, reverse=True)


def _reached(web: Mapping[P, set[P]], start: P, without: P | None) -> set[P]:
    seen, ahead = {start}, [start]
    while ahead:
        fresh = web[ahead.pop()] - seen - {without}
        seen |= fresh  # type: ignore[arg-type]
        ahead += fresh  # type: ignore[arg-type]
    return seen


def articulation_points(web: Mapping[P, set[P]]) -> set[P]:
    """The points without which their part of the web falls apart (Hopcroft and Tarjan, without recursion)."""
    order: dict[P, int] = {}
    low: dict[P, int] = {}
    found: set[P] = set()
    for root in web:
        if root in order:
            continue
        order[root] = low[root] = len(order)
        children, path = 0, [(root, root, iter(web[root]))]
        while path:
            point, above, near = path[-1]
            for other in near:
                if other not in order:
                    order[other] = low[other] = len(order)
                    children += point == root
                    path.append((other, point, iter(web[other])))
                    break
                if other != above:
                    low[point] = min(low[point], order[other])
            else:
                path.pop()
                if path and above != root and low[point] >= order[above]:
                    found.add(above)
                if path:
                    low[above] = min(low[above], low[point])
        if children > 1:
            found.add(root)
    return found


def cuts_of(web: Mapping[P, set[P]]) -> list[Cut[P]]:
    """The points that hold parts together, each with the parts into which its own would fall."""
    found = []
    for point in articulation_points(web):
        own = _reached(web, point, None)
        within = {one: web[one] & own for one in own}
        found.append(Cut(point, tuple(parts_of(within, without=point))))
    return found
