"""Enrollment as it was counted at the end of a past day, and what changed since (G9, N17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from guildhall.pathways.models import CountedTerm, EnrolledCount, PastAttested, PastEnrolled, Program
from guildhall.pathways.queries.counting import InDemand, Share, Total, leading_to, sum_of
from guildhall.people.models import Institution, Person


@dataclass(frozen=True, slots=True)
class PastCount:
    """How many students a program had at an institution, as it was counted; `told` as far as the reader may know."""

    term: UUID
    institution: UUID
    program: UUID
    students: int
    told: int | None


@dataclass(frozen=True, slots=True)
class PlaceThen:
    """The enrollment of one institution at the end of a day, and whether it was attested then."""

    institution: Institution
    total: Total
    is_attested: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """A count that says otherwise today; None where the count was, or is, not there or may not be told."""

    institution: Institution
    program: Program | None
    then: int | None
    now: int | None
    was_counted: bool
    is_counted: bool


@dataclass(frozen=True)
class Then:
    """A term as it stood at the end of a day."""

    day: date
    places: Sequence[PlaceThen]
    shares: Sequence[Share]
    changed: Sequence[Changed]


def counted_on(person: Person, year: int, part: str, day: date) -> list[PastCount]:
    """The counts of a term that held at the end of a day: two statements."""
    still = EnrolledCount.objects.filter(term__year=year, term__part=part, since_on__lte=day).masked_for(person)
    found = still.order_by().values_list("term", "term__institution", "program", "students", "told")
    former = PastEnrolled.objects.filter(year=year, part=part).at_end_of(day).masked_for(person)
    gone = former.order_by().values_list("term", "institution", "program", "students", "told")
    return [PastCount(*row) for row in (*found, *gone)]


def then_of(person: Person, year: int, part: str, day: date, lists: Sequence[InDemand]) -> Then:
    """A report of a past day, to the digit, and what changed since: the same few statements whatever its size."""
    then = counted_on(person, year, part, day)
    current = EnrolledCount.objects.filter(term__year=year, term__part=part).masked_for(person).order_by()
    names = ("term", "term__institution", "program", "students", "told")
    now = [PastCount(*row) for row in current.values_list(*names)]
    programs = Program.objects.select_related("pathway").in_bulk({row.program for row in (*then, *now)})
    places = Institution.objects.in_bulk({row.institution for row in (*then, *now)})
    attested = _attested({row.term for row in then}, day)
    by_place: dict[UUID, list[PastCount]] = {}
    for row in then:
        by_place.setdefault(row.institution, []).append(row)
    whole = [
        PlaceThen(places[pk], sum_of(rows), all(row.term in attested for row in rows)) for pk, rows in by_place.items()
    ]
    return Then(
        day, sorted(whole, key=lambda one: one.institution.name), [_share(then, programs, one) for one in lists],
        _changes(then, now, places, programs),
    )  # fmt: skip


def _attested(terms: set[UUID], day: date) -> set[UUID]:
    """Which of some terms were attested at the end of a day."""
    rows = CountedTerm.objects.filter(pk__in=terms, since_on__lte=day).order_by()
    still = {row.pk for row in rows if row.is_attested}
    former = PastAttested.objects.filter(term__in=terms, attested=True).at_end_of(day)
    return still | set(former.values_list("term", flat=True))


def _share(rows: Sequence[PastCount], programs: dict[UUID, Program], of: InDemand) -> Share:
    leading = leading_to(list(programs.values()), of.codes)
    within = sum_of([row for row in rows if row.program in leading])
    return Share(of, within, sum_of(rows), frozenset(leading))


def _changes(
    then: Sequence[PastCount], now: Sequence[PastCount], places: dict[UUID, Institution], programs: dict[Any, Program]
) -> list[Changed]:
    before = {(row.institution, row.program): row for row in then}
    after = {(row.institution, row.program): row for row in now}
    found = []
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None and old.students == new.students:
            continue
        earlier, later = (one.told if one else None for one in (old, new))
        if old is not None and new is not None and earlier is None and later is None:
            continue  # both are too few to tell: that they differ would tell of them
        place, program = places[key[0]], programs.get(key[1])
        found.append(Changed(place, program, earlier, later, old is not None, new is not None))
    return sorted(found, key=lambda one: (one.institution.name, str(one.program)))
