"""Invented lists, each column with the field that a careful clerk would give it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.imports.headings.pools import POOLS


@dataclass
class Headed:
    """One list: its header, four rows, and which column holds which field."""

    kind: str
    source: str
    header: list[str] = field(default_factory=list)
    columns: list[list[str]] = field(default_factory=list)
    expected: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> list[list[str]]:
        return [list(row) for row in zip(*self.columns, strict=True)]


def read(name: str) -> Iterator[Headed]:
    """The lists of a file, as it says above."""
    one: Headed | None = None
    for line in (Path(__file__).parent / name).read_text().splitlines():
        if line.startswith("== "):
            if one:
                yield one
            one = Headed(*line[3:].split(" ", 1))
        elif one and line.strip():
            title, key, pool = (part.strip() for part in line.rsplit("|", 2))
            if key != "-":
                one.expected[key] = len(one.header)
            one.header.append(title)
            one.columns.append(POOLS[pool])
    if one:
        yield one
