"""Where everything stands in the picture of a center with its neighbors: a trunk with a branch for each of them.

Names are wrapped, never cut: the drawing is 520 units wide, and its letters grow where the screen is narrow.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

WIDTH = 520
LETTERS = 30  # in a line
LINE, GAP, TOP = 26, 10, 30
TRUNK, NODE, ARC = 14, 40, 400
MOST_ARCS = 60


@dataclass(frozen=True)
class Row:
    """A heading, or a neighbor with its place; `lines` are its name, line by line, each with its height."""

    y: int
    lines: tuple[tuple[int, str], ...]
    of: Any = None  # the neighbor; None: a heading

    @property
    def branch(self) -> str:
        return f"M{TRUNK} {self.y}H{NODE - 8}"


@dataclass(frozen=True)
class Picture:
    """The rows of a picture, its height, and arcs between neighbors that are connected with each other."""

    title: tuple[tuple[int, str], ...]
    rows: tuple[Row, ...]
    arcs: tuple[str, ...]
    trunk: str
    height: int
    width: int = WIDTH


def lines_of(name: str, top: int) -> tuple[tuple[int, str], ...]:
    """A name in lines, each with where it stands."""
    words = wrap(name, LETTERS) or [name]
    return tuple((top + n * LINE, line) for n, line in enumerate(words))


def drawn(
    center: str, groups: Iterable[tuple[str, Sequence[tuple[str, Any]]]], between: Iterable[tuple[Any, Any]]
) -> Picture:
    """The picture of a center: groups of neighbors, each a heading with (name, neighbor), and pairs among these."""
    title = lines_of(center, TOP)
    y = title[-1][0] + LINE + GAP
    rows: list[Row] = []
    at: dict[Any, int] = {}
    for heading, neighbors in groups:
        rows.append(Row(y, ((y, heading),)))
        y += LINE
        for name, neighbor in neighbors:
            lines = lines_of(name, y)
            rows.append(Row(y, lines, neighbor))
            at[neighbor] = y
            y = lines[-1][0] + LINE
        y += GAP
    last = max(at.values(), default=y)
    arcs = [_arc(at[one], at[other], y) for one, other in between if one in at and other in at]
    trunk = f"M{TRUNK} {title[-1][0] + GAP}V{last}"
    return Picture(title, tuple(rows), tuple(arcs[:MOST_ARCS]), trunk, y)


def _arc(one: int, other: int, height: int) -> str:
    """From one neighbor to another, further out the further they are apart."""
    upper, lower = sorted((one, other))
    bulge = ARC + 12 + (WIDTH - ARC - 12) * (lower - upper) // height
    return f"M{ARC} {upper}C{bulge} {upper} {bulge} {lower} {ARC} {lower}"
