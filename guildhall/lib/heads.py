"""The heads of the journal, written down in a file outside of the database (R26): one JSON line each, only added."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from guildhall.lib import ledgers


@dataclass(frozen=True, slots=True)
class Head:
    """What the journal came to at a moment: its newest seal, how many entries are sealed, the link over all of it."""

    n: int
    count: int
    root: str
    at: str
    restored: bool = False  # the database was put back to this head, so younger ones written before do not count


def write_down(path: Path, head: Head) -> None:
    """Add a head to the file; it is on the disk when this returns."""
    ledgers.add(path, asdict(head))


def written_down(path: Path) -> list[Head]:
    """The heads in the file, oldest first. Raises `ValueError` with a sentence for a line that is none."""
    heads = []
    for row in ledgers.rows(path):
        try:
            heads.append(Head(**row))
        except TypeError as error:
            raise ValueError(f"{path} has a line that is no head of a journal: {row}") from error
    return heads


def holding(heads: Sequence[Head]) -> dict[int, Head]:
    """The heads that a journal must still have, by seal: all but those that a restored backup did not have yet."""
    by_key: dict[int, Head] = {}
    for head in heads:
        if head.restored:
            by_key = {n: old for n, old in by_key.items() if n <= head.n}
        by_key[head.n] = head
    return by_key
