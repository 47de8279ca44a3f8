"""Whether what is written about employers may be shown to somebody later: see `lib.scopes.Scope` (A1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from guildhall.employers.models import Employer
from guildhall.employers.queries.merging import survivors_of
from guildhall.employers.querysets import holders_open_to
from guildhall.lib.scopes import Scope


@dataclass(frozen=True)
class Sight:
    """What one reader may know of the employers that a page speaks of."""

    known: frozenset[UUID] = frozenset()  # those that the reader sees
    gone: frozenset[UUID] = frozenset()  # those that were taken back and are no more
    holders: frozenset[UUID] = frozenset()  # the institutions in whose CRM the reader works

    def opens(self, about: Sequence[UUID] | None, behind: Sequence[UUID] | None) -> bool:
        """Whether a line may be shown. What nobody has said a scope of is shown to nobody."""
        if about is None or behind is None or not self.holders.issuperset(behind):
            return False
        return all(pk in self.known or (pk in self.gone and bool(behind)) for pk in about)


def sight_of(person: Any, ids: Iterable[UUID]) -> Sight:
    """What a person may know of some employers, in a constant number of queries; somebody signed out knows nothing."""
    if not person.is_authenticated:
        return Sight()
    asked = set(ids)
    lives_in = survivors_of(asked)
    seen = Employer.objects.visible_to(person).filter(pk__in=set(lives_in.values()))
    visible = set(seen.values_list("pk", flat=True))
    known = frozenset(pk for pk, survivor in lives_in.items() if survivor in visible)
    return Sight(known, frozenset(asked - lives_in.keys()), frozenset(holders_open_to(person)))


def sees(person: Any, scope: Scope) -> bool:
    """Whether a person sees every employer that something is about, wherever else it stays."""
    return sight_of(person, scope.about).known >= scope.about if scope.about else True
