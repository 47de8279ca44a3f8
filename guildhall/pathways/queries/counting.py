"""Enrollment by institution, program and term, and what of it leads to occupations in demand (F16, M14)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from guildhall.lib import clock
from guildhall.pathways.models import (
    Articulation,
    Certification,
    CertificationCount,
    CountedTerm,
    Course,
    CreditCount,
    Crossing,
    EnrolledCount,
    Program,
)
from guildhall.people.models import Institution, Person
from guildhall.ui.menus import declared

Part = CountedTerm.Part
BEGINS = {Part.SUMMER: 7, Part.FALL: 9, Part.YEAR: 10, Part.WINTER: 13, Part.SPRING: 14}  # months of the year it is in


@dataclass(frozen=True)
class InDemand:
    """A list of occupations in demand, as the app that keeps it says: what it is called, which codes of SOC."""

    name: str
    codes: frozenset[str]


@dataclass(frozen=True)
class Total:
    """What may be told of some counts together: the sum of those that are told, and how many are not."""

    students: int = 0
    told: int = 0  # counts that are in the sum
    hidden: int = 0  # counts of fewer than ten students of other institutions, which are in no sum


@dataclass(frozen=True)
class Share:
    """How much of the enrollment of a term is in programs that lead to occupations on a list (M14)."""

    of: InDemand
    within: Total
    all: Total
    programs: frozenset[UUID]  # those that lead to an occupation on it

    @property
    def percent(self) -> int | None:
        return round(100 * self.within.students / self.all.students) if self.all.students else None


def terms_counted(person: Person) -> list[tuple[int, str]]:
    """The years and terms of which anything is counted, the newest first."""
    rows = CountedTerm.objects.visible_to(person).order_by().values_list("year", "part").distinct()
    return sorted(rows, key=lambda one: (one[0], BEGINS[Part(one[1])]), reverse=True)


def terms_of(person: Person, year: int, part: str) -> Any:
    """One term as each institution counted it."""
    rows = CountedTerm.objects.visible_to(person).filter(year=year, part=part)
    return rows.select_related("institution", "attested_by")


def totals(person: Person, terms: Iterable[UUID]) -> dict[UUID, Total]:
    """The enrollment of each of some terms, as far as it may be told."""
    rows = EnrolledCount.objects.filter(term__in=list(terms)).masked_for(person).order_by()
    sums = rows.values("term").annotate(n=Sum("told"), told=Count("told"), rows=Count("pk"))
    return {row["term"]: Total(row["n"] or 0, row["told"], row["rows"] - row["told"]) for row in sums}


def sum_of(rows: Iterable[Any]) -> Total:
    """What may be told of some counts together."""
    told = [row.told for row in rows]
    known = [n for n in told if n is not None]
    return Total(sum(known), len(known), len(told) - len(known))


def leading_to(programs: Sequence[Program], codes: frozenset[str]) -> set[UUID]:
    """Those of some programs that lead to one of some occupations: by the official crosswalk, or by their pathway."""
    cips = {row.cip for row in programs if row.cip}
    pairs = Crossing.objects.filter(
        origin__scheme="cip", origin__code__in=cips, target__scheme="soc", target__code__in=codes
    ).values_list("origin__version", "origin__code")
    crossed = set(pairs.distinct())
    return {
        row.pk for row in programs
        if (row.cip_version, row.cip) in crossed or (row.pathway and codes.intersection(row.pathway.occupations))
    }  # fmt: skip


def share_in_demand(
    person: Person, year: int, part: str, of: InDemand, programs: QuerySet[Program] | None = None
) -> Share:
    """How many students are enrolled in programs that lead to some occupations, of all that are counted (M14).

    Of all, or of those in some `programs`.
    Counts of programs: who is enrolled in two stands in both. They are never added to records of students.
    """
    rows = EnrolledCount.objects.filter(term__year=year, term__part=part).masked_for(person)
    rows = rows if programs is None else rows.filter(program__in=programs)
    return share_of(list(rows.select_related("program__pathway")), of)


def share_of(found: Sequence[Any], of: InDemand) -> Share:
    """How many of the students that some counts tell are in programs that lead to some occupations."""
    known = {row.program_id: row.program for row in found}
    leading = leading_to(list(known.values()), of.codes)
    within = sum_of(row for row in found if row.program_id in leading)
    return Share(of, within, sum_of(found), frozenset(leading))


def in_demand(on: date | None = None) -> list[InDemand]:
    """The lists of occupations in demand that were in force on a day, as the app says that keeps them."""
    asked: Sequence[Callable[[date], Any]] = declared("OCCUPATIONS_IN_DEMAND")
    found = [ask(on or clock.today()) for ask in asked]
    return [InDemand(one.name, frozenset(one.codes)) for one in found if one]


def keeps_lists_of_demand() -> bool:
    """Whether any app keeps such lists here."""
    return bool(declared("OCCUPATIONS_IN_DEMAND"))


def census_day(year: int, part: str) -> date:
    """The day of a term of which a list of demand is asked: in its first weeks."""
    month = BEGINS[Part(part)]
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 15)


@dataclass(frozen=True)
class Counted:
    """One term of one institution: all that was counted, each as far as it may be told."""

    enrolled: list[EnrolledCount] = field(default_factory=list)
    credits: list[CreditCount] = field(default_factory=list)
    certified: list[CertificationCount] = field(default_factory=list)
    total: Total = Total()


def counted_in(person: Person, term: CountedTerm) -> Counted:
    """What was counted in a term of an institution."""
    enrolled = list(term.enrolled.masked_for(person).select_related("program").order_by("program__name", "pk"))
    credits = term.credits.masked_for(person).select_related("course__program__institution")
    certified = term.certified.masked_for(person).select_related("certification")
    return Counted(
        enrolled, list(credits.order_by("course__number", "kind")), list(certified.order_by("certification__name")),
        sum_of(enrolled),
    )  # fmt: skip


def places_to_count(places: Iterable[UUID]) -> Any:
    """The institutions among some whose students are counted now, those that stand above first."""
    return Institution.objects.filter(pk__in=list(places)).open().order_by("lineage__len", "name")


# ── What a form asks for ─────────────────────────────────────────────


def programs_to_count(institution: Institution, day: date) -> list[Program]:
    """The programs of an institution that were offered on a day, and those that nobody gave days."""
    rows = Program.objects.filter(institution=institution).exclude(active_to__lt=day).exclude(active_from__gt=day)
    return list(rows.order_by("name", "credential"))


def credits_to_count(term: CountedTerm, day: date) -> list[tuple[Course, str]]:
    """The courses that granted early credit on a day by an agreement, each with the way, and those counted already."""
    agreed = Articulation.objects.in_force(day).filter(granted__program__institution=term.institution_id)
    pairs = set(agreed.values_list("granted", "kind")) | set(term.credits.values_list("course", "kind"))
    rows = Course.objects.select_related("program__institution").in_bulk({pk for pk, _kind in pairs})
    return sorted(((rows[pk], kind) for pk, kind in pairs), key=lambda one: (one[0].number, one[1]))


def certifications_to_count(term: CountedTerm) -> list[Certification]:
    """The certifications to which the programs of an institution lead, and those counted already."""
    led = Certification.objects.filter(comes_of__program__institution=term.institution_id)
    rows = led | Certification.objects.filter(counts__term=term)
    return list(rows.distinct().order_by("name"))
