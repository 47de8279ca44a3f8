"""A figure as a page tells it: in words, with its definition, what is noted beside it, and how far it is attested."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Told:
    """One figure; `url` opens its rows, and is empty where nobody may read them here.

    `attested` is of how many of its rows an institution stands by, where that is said.
    """

    label: Any
    definition: Any
    words: str
    url: str = ""
    notes: Sequence[str] = ()
    attested: int | None = None
    value: int = 0
    of_students: bool = False
    is_whole: bool | None = None  # of counts that institutions report: whether all of them are attested

    @property
    def is_attested(self) -> bool:
        """Whether all of it is attested."""
        return bool(self.is_whole) if self.is_whole is not None else self.attested == self.value
