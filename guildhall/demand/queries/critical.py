"""Critical jobs filled: placements in occupations that were in high demand when and where they began (M11, F16)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from guildhall.demand.levels import HYBRIDS
from guildhall.demand.models import ListedOccupation
from guildhall.people.models import Person
from guildhall.placements.models import Placement
from guildhall.students.querysets import places_of


@dataclass
class _Held:
    """One version of a list: where and from when to when it held, and what stood on it."""

    number: int
    institution: UUID
    lineage: list[UUID]
    first: date
    last: date | None
    codes: set[str] = field(default_factory=set)

    def goes_before(self, other: "_Held") -> bool:
        """Whether it holds instead of another one where both would: nearer, or a later version."""
        if self.institution == other.institution:
            return self.number > other.number
        return other.institution in self.lineage

    @property
    def begun_under(self) -> Q:
        """Placements that began where and when it was in force."""
        days = Q(started_on__gte=self.first) & (Q(started_on__lte=self.last) if self.last else Q())
        return days & Q(institution__lineage__contains=[self.institution])

    @property
    def named(self) -> Q:
        """Placements whose occupation stands on it: by its own code, under its broad one or a joint one."""
        joint = {one for code in self.codes for one in HYBRIDS.get(code, ())}
        listed = Q(soc__in=self.codes | joint)
        for code in self.codes:
            if code.endswith("0"):
                listed |= Q(soc__startswith=code[:-1])
        return listed


def critical_in(first: date, last: date) -> Q:
    """Placements that began in a period in an occupation of the list then in force at their institution: one statement.

    What counts is the occupation that a placement names itself.
    """
    lists, fits = _lists(first, last), Q(pk=None)
    for one in lists:
        instead = [other.begun_under for other in lists if other.goes_before(one)]
        fits |= one.begun_under & one.named & ~_any(instead)
    return fits & Q(started_on__range=(first, last))


def critical_of(person: Person, first: date, last: date) -> QuerySet[Any]:
    """The critical jobs that a person's own students filled in a period; whoever sees no students reads no lists."""
    rows = Placement.objects.visible_to(person)
    return rows.filter(critical_in(first, last)) if places_of(person) else rows.none()


def _any(conditions: list[Q]) -> Q:
    found = Q(pk=None)
    for one in conditions:
        found |= one
    return found


def _lists(first: date, last: date) -> list[_Held]:
    rows = ListedOccupation.objects.standing().filter(list__state="approved", list__starts_on__lte=last)
    rows = rows.filter(Q(list__ends_on=None) | Q(list__ends_on__gte=first))
    names = ("number", "institution", "institution__lineage", "starts_on", "ends_on")
    found: dict[UUID, _Held] = {}
    for soc, pk, *facts in rows.values_list("soc", "list", *(f"list__{name}" for name in names)):
        found.setdefault(pk, _Held(*facts)).codes.add(soc)
    return list(found.values())
