"""What somebody should look at in a row before it is taken as read."""

from __future__ import annotations

from dataclasses import dataclass

from guildhall.lib.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A cell that somebody should look at: what it may mean, and what would stand in the row then."""

    field: str
    value: str
    message: Sentence
    suggest: dict[str, str]
