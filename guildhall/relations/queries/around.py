"""A point of the web with its neighbors: the picture, and the list that says the same (D20)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from guildhall.people.models import Person
from guildhall.relations.drawing import Picture, drawn
from guildhall.relations.queries.named import Named, named
from guildhall.relations.queries.sorts import MOST_PAIRS, SORTS, Kind, Point, pairs_of, sorts_of

MOST_DRAWN = 30  # neighbors in the picture; the list has all of them


@dataclass
class Neighbor:
    """A neighbor with the relations that connect it, in words."""

    of: Named
    words: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Around:
    """A center with its neighbors, sorted by kind and name, and the picture of the nearest of them."""

    center: Named
    neighbors: list[Neighbor]
    picture: Picture
    drawn: int
    is_cut: bool  # of some relation there are more than are read at once


def around(person: Person, center: Point) -> Around | None:
    """A point with all its neighbors that a person sees; None where they do not see the point itself."""
    if center not in (here := named(person, [center])):
        return None
    words: dict[Point, list[Any]] = {}
    is_cut = False
    sorts = sorts_of(center.kind)
    asked = [(sort, {center.pk}, None) if sort.one == center.kind else (sort, None, {center.pk}) for sort in sorts]
    for sort, pairs in zip(sorts, pairs_of(person, asked), strict=True):
        is_cut = is_cut or len(pairs) == MOST_PAIRS
        for one, other in pairs:
            neighbor = other if one == center else one
            if sort.words not in words.setdefault(neighbor, []):
                words[neighbor].append(sort.words)
    names = named(person, words)
    found = [Neighbor(names[point], words[point]) for point in words if point in names]
    found.sort(key=lambda one: (list(Kind).index(Kind(one.of.point.kind)), one.of.name.casefold()))
    shown = nearest(found)
    between = _between(person, [one.of.point for one in shown])
    picture = drawn(
        here[center].name, [(str(label), [(one.of.name, one.of) for one in rows]) for label, rows in by_kind(shown)],
        [(names[one], names[other]) for one, other in between],
    )  # fmt: skip
    return Around(here[center], found, picture, len(shown), is_cut)


def nearest(rows: Sequence[Neighbor], most: int = MOST_DRAWN) -> list[Neighbor]:
    """Those of some neighbors that are drawn: of each kind by turns, the ones with most relations first."""
    turns = []
    for _label, some in by_kind(rows):
        turns += list(enumerate(sorted(some, key=lambda one: -len(one.words))))
    kept = {one.of.point for _turn, one in sorted(turns, key=lambda pair: pair[0])[:most]}
    return [one for one in rows if one.of.point in kept]


def by_kind(rows: Sequence[Neighbor]) -> list[tuple[Any, list[Neighbor]]]:
    """Some neighbors, kind by kind."""
    found = {kind: [one for one in rows if one.of.point.kind == kind] for kind in Kind}
    return [(kind.label, some) for kind, some in found.items() if some]


def _between(person: Person, points: Collection[Point]) -> list[tuple[Point, Point]]:
    """The pairs among some points that are connected with each other."""
    keys: dict[str, set[UUID]] = {}
    for point in points:
        keys.setdefault(point.kind, set()).add(point.pk)
    asked = [(sort, keys[sort.one], keys[sort.other]) for sort in SORTS if sort.one in keys and sort.other in keys]
    return list(dict.fromkeys(pair for pairs in pairs_of(person, asked) for pair in pairs))
