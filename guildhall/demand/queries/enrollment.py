"""How many are enrolled in the programs that lead to an occupation, by the newest term that each counted (D7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from guildhall.demand.levels import HYBRIDS
from guildhall.demand.queries.lists import list_in_force, whole_territory
from guildhall.pathways.models import Code, EnrolledCount
from guildhall.pathways.queries.counting import BEGINS, InDemand, Part
from guildhall.people.models import Person


@dataclass(frozen=True)
class Enrolled:
    """The newest count of one program; None where it speaks of too few students of another institution (R6)."""

    told: int | None
    attested: bool


@dataclass(frozen=True)
class CountOf:
    """The newest count of one program that leads to an occupation, as a row."""

    row: EnrolledCount
    told: int | None

    @property
    def is_attested(self) -> bool:
        return self.row.term.is_attested


@dataclass(frozen=True)
class EnrolledIn:
    """The enrollment of several programs together: who is in two of them counts in both."""

    students: int = 0
    counted: int = 0  # programs that have a count
    hidden: int = 0  # of these, how many may not be told
    attested: bool = True


def newest_counts(person: Person, programs: Iterable[UUID]) -> dict[UUID, Enrolled]:
    """The newest count of each of some programs, as far as it may be told: one statement."""
    rows = EnrolledCount.objects.filter(program__in=list(programs)).masked_for(person).order_by()
    names = ("program", "term__year", "term__part", "told", "term__attested_at", "term__changed_at")
    newest: dict[UUID, tuple[tuple[int, int], Enrolled]] = {}
    for program, year, part, told, attested_at, changed_at in rows.values_list(*names):
        when = (year, BEGINS[Part(part)])
        if program not in newest or newest[program][0] < when:
            newest[program] = when, Enrolled(told, attested_at is not None and attested_at >= changed_at)
    return {program: one for program, (_when, one) in newest.items()}


def newest_rows(person: Person, programs: Iterable[UUID]) -> list[CountOf]:
    """The counts behind the number of an occupation, each with its program and term: what the number opens into."""
    rows = EnrolledCount.objects.filter(program__in=list(programs)).masked_for(person)
    newest: dict[UUID, Any] = {}
    for row in rows.select_related("program__institution", "term__institution"):
        known = newest.get(row.program_id)
        if known is None or _when(known) < _when(row):
            newest[row.program_id] = row
    found = sorted(newest.values(), key=lambda row: (row.program.institution.name, row.program.name))
    return [CountOf(row, row.told) for row in found]


def _when(row: EnrolledCount) -> tuple[int, int]:
    return row.term.year, BEGINS[Part(row.term.part)]


def together(programs: Iterable[Any], counts: dict[UUID, Enrolled]) -> EnrolledIn:
    """The enrollment of some programs together."""
    found = [counts[one.pk] for one in programs if one.pk in counts]
    told = [one.told for one in found if one.told is not None]
    return EnrolledIn(sum(told), len(found), len(found) - len(told), all(one.attested for one in found))


def occupations_in_demand(day: Any) -> InDemand | None:
    """The list of the whole territory that was in force on a day, for whoever counts by it: with every occupation that
    stands on it under a broad or a joint code (M14).
    """
    listed = list_in_force(whole_territory(), day)
    if listed.row is None:
        return None
    broad = tuple(code[:-1] for code in listed.codes if code.endswith("0"))
    codes = set(listed.codes) | {one for code in listed.codes for one in HYBRIDS.get(code, ())}
    if broad:
        detailed = Code.objects.newest(Code.Scheme.SOC).filter(level="detailed").values_list("code", flat=True)
        codes |= {code for code in detailed if code.startswith(broad)}
    return InDemand(listed.row.name, frozenset(codes))
