"""The heads of the journal, written down in a file outside of the database (R26): one JSON line each, only added."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from guildhall.lib.private_files import append


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
    append(path, (json.dumps(asdict(head)) + "\n").encode())


def written_down(path: Path) -> list[Head]:
    """The heads in the file, oldest first. Raises `ValueError` with a sentence for a line that is none."""
    try:
        lines = path.read_text().split("\n")
    except FileNotFoundError:
        return []
    lines.pop()  # what follows the last line break: nothing, or a line that a power cut has torn
    heads = []
    for number, line in enumerate(lines, 1):
        try:
            heads.append(Head(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise ValueError(f"line {number} of {path} cannot be read") from error
    return heads


def holding(heads: Sequence[Head]) -> dict[int, Head]:
    """The heads that a journal must still have, by seal: all but those that a restored backup did not have yet."""
    found: dict[int, Head] = {}
    for head in heads:
        if head.restored:
            found = {n: old for n, old in found.items() if n <= head.n}
        found[head.n] = head
    return found
