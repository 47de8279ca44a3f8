"""What hangs on positions whose money ends: relationships and promises, by person, before it is too late (P10, H4)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import TextField, Value

from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.people.handing import duties
from guildhall.people.models import Membership, Person
from guildhall.people.queries.access import Row, access_rows

SOON, AHEAD = 182, 365  # days


@dataclass(frozen=True)
class Ending:
    """One funded role that ends, with what its holder still has to do."""

    row: Row
    work: Sequence[tuple[Any, int]]  # what it is called, and how many

    @property
    def membership(self) -> Membership:
        return self.row.membership

    @property
    def until(self) -> date:
        assert self.membership.funded_until
        return self.membership.funded_until

    @property
    def past(self) -> bool:
        return self.until < clock.today()

    @property
    def soon(self) -> bool:
        return self.until <= clock.today() + timedelta(days=SOON)

    @property
    def count(self) -> int:
        return sum(n for _label, n in self.work)

    @property
    def stays(self) -> bool:
        """Whether the holder has another role here that no end is known of."""
        own = self.membership
        return any(role.pk != own.pk and role.accepted and not role.funded_until for role in self.row.roles)


def endings(person: Person) -> list[Ending]:
    """The funded roles that end within a year where somebody gives access, the nearest first."""
    last = clock.today() + timedelta(days=AHEAD)
    rows = [row for row in access_rows(person) if row.membership.funded_until and row.membership.funded_until <= last]
    work = _open_work({row.membership.person_id for row in rows})
    results = [Ending(row, work.get(row.membership.person_id, ())) for row in rows]
    return sorted(results, key=lambda one: (one.until, str(one.membership.person)))


def _open_work(people: set[Any]) -> dict[Any, list[tuple[Any, int]]]:
    """What some persons still have to do, kind by kind, counted in one statement."""
    if not people:
        return {}
    declared = {duty.name: duty for duty in duties()}
    parts = [
        duty.rows(**{"in": people})
        .order_by()
        .annotate(handed_as=Value(name, output_field=TextField()))
        .values_list(duty.column, "handed_as")
        for name, duty in declared.items()
    ]
    with keeping(Keeper.HANDOVER, "how much some people still have to do"):
        found = Counter(parts[0].union(*parts[1:], all=True))
    result: dict[Any, list[tuple[Any, int]]] = {}
    for (pk, name), n in sorted(found.items(), key=lambda entry: -entry[1]):
        result.setdefault(pk, []).append((declared[name].handed.label, n))
    return result
