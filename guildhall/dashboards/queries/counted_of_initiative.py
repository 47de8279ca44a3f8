"""Enrollment and the value of credit of one initiative: of the programs of the pathways that it is about (F16).

Counts that institutions report, by the same rules as those of the territory (ADR 80): never added to records of
students, and what speaks of fewer than ten students of another institution stands in no sum.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.dashboards.queries.counted_elsewhere import credit_told, share_told
from guildhall.dashboards.queries.told import Told
from guildhall.partnerships.models import Initiative
from guildhall.pathways.models import CountedTerm, EnrolledCount, Program
from guildhall.pathways.queries import counting, savings
from guildhall.pathways.queries.counting import BEGINS, Part
from guildhall.pathways.queries.savings import Savings
from guildhall.people.models import Person

Term = tuple[int, str]


def programs_of(row: Initiative) -> QuerySet[Program]:
    """The programs of the pathways that an initiative is about."""
    return Program.objects.filter(pathway__in=row.pathways.all())


def newest_term(person: Person, programs: QuerySet[Program]) -> Term | None:
    """The newest term of which the enrollment of some programs is counted."""
    rows = EnrolledCount.objects.filter(program__in=programs).masked_for(person).order_by()
    known = set(rows.values_list("term__year", "term__part").distinct())
    return max(known, key=lambda one: (one[0], BEGINS[Part(one[1])]), default=None)


def newest_year(person: Person, programs: QuerySet[Program]) -> int | None:
    """The newest school year of which credit or certifications of some programs are counted."""
    credits, certified = savings.counted_of(person, programs)
    years = [rows.order_by("-term__year").values_list("term__year", flat=True).first() for rows in (credits, certified)]
    return max((year for year in years if year is not None), default=None)


def enrollment_rows(person: Person, row: Initiative) -> Sequence[EnrolledCount]:
    """The counts of which its enrollment is made, each as far as it may be told; `in_demand` where it leads there."""
    programs = programs_of(row)
    term = newest_term(person, programs)
    if term is None:
        return []
    rows = EnrolledCount.objects.filter(term__year=term[0], term__part=term[1], program__in=programs)
    found = list(
        rows.masked_for(person).select_related("program__institution", "program__pathway", "term__institution")
    )
    leading: set[Any] = set()
    for one in counting.in_demand(counting.census_day(*term)):
        leading |= counting.leading_to([count.program for count in found], one.codes)
    for count in found:
        count.in_demand = count.program_id in leading  # type: ignore[attr-defined]
    return sorted(found, key=lambda one: (one.program.institution.name, one.program.name))


def credit_of(person: Person, row: Initiative) -> Any:
    """The value of credit of its programs in their newest counted year, and the counts behind it; or None."""
    programs = programs_of(row)
    year = newest_year(person, programs)
    if year is None:
        return None
    credits, certified = savings.counted_of(person, programs)
    return {
        "found": savings.savings(person, year, programs),
        "credits": credits.filter(term__year=year)
        .select_related("course__program", "term__institution")
        .order_by("term__institution__name", "course__number", "kind", "pk"),
        "certified": certified.filter(term__year=year)
        .select_related("certification", "term__institution")
        .order_by("term__institution__name", "certification__name", "pk"),
    }


def counted_of(person: Person, row: Initiative) -> list[Told]:
    """Enrollment in its pathways that lead to occupations in demand, and the value of credit earned early there."""
    labels = _("Enrollment in its high-demand pathways"), _("Value of credit earned early in its pathways")
    programs = programs_of(row)
    counts = EnrolledCount.objects.filter(program__in=programs).masked_for(person)
    rows = list(counts.select_related("program__pathway", "term"))
    found = savings.newest_of(person, programs)
    if not rows and found is None and not row.pathways.exists():
        page, words = reverse("initiative", args=[row.pk]), _("no pathway named")
        means = _("Counted over the programs of the pathways that the initiative is about.")
        return [Told(label, means, words, page) for label in labels]
    return [*_enrollment(row, rows, labels[0]), _credit(row, found, labels[1])]


def _enrollment(row: Initiative, rows: Sequence[EnrolledCount], label: str) -> list[Told]:
    page = reverse("initiative-enrollment", args=[row.pk])
    means = _("Students enrolled in programs of its pathways that lead to an occupation on the list of high demand, "
              "of all enrolled in them.")  # fmt: skip
    if not rows:
        return [Told(label, means, _("not counted yet"), page)]
    year, part = max({(one.term.year, one.term.part) for one in rows}, key=lambda one: (one[0], BEGINS[Part(one[1])]))
    lists = counting.in_demand(counting.census_day(year, part))
    name = str(CountedTerm(year=year, part=part))
    if not lists:
        return [Told(label, means, _("no list in force"), page, [name])]
    newest = [one for one in rows if (one.term.year, one.term.part) == (year, part)]
    whole = all(one.term.is_attested for one in newest)
    shares = [counting.share_of(newest, one) for one in lists]
    return [share_told(label, means, one, name, page, whole=whole) for one in shares]


def _credit(row: Initiative, found: Savings | None, label: str) -> Told:
    page = reverse("initiative-credit", args=[row.pk])
    means = _("A savings estimate over the courses of its programs, and the certifications that they lead to.")
    if found is None:
        return Told(label, means, _("not counted yet"), page)
    return credit_told(label, means, found, page)
