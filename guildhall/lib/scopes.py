"""Whom a line of the journal or an e-mail may be shown to later: written down when the line is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Scope:
    """What a line speaks of: `about` are guarded records, `behind` the institutions in whose own record it stays.

    A reader sees the line who sees every record that it is about, and works inside every institution it is behind.
    Where both are empty it speaks of nothing that is guarded.
    """

    about: frozenset[UUID] = frozenset()
    behind: frozenset[UUID] = frozenset()

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(self.about | other.about, self.behind | other.behind)


OPEN = Scope()


def joint(scopes: Iterable[Scope]) -> Scope:
    """The scope of a line that speaks of everything that these speak of."""
    return reduce(or_, scopes, OPEN)
