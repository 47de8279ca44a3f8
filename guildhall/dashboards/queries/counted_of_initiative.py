"""Enrollment and the value of credit of one initiative: of the programs of the pathways that it is about (F16).

Counts that institutions report, by the same rules as those of the territory (ADR 80): never added to records of
students, and what speaks of fewer than ten students of another institution stands in no sum.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.dashboards.queries.counted_elsewhere import credit_told, share_told
from guildhall.dashboards.queries.told import Told
from guildhall.partnerships.models import Initiative
from guildhall.pathways.models import CountedTerm, EnrolledCount, Program
from guildhall.pathways.queries import counting, savings
from guildhall.pathways.queries.counting import BEGINS, Part
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
    terms = CountedTerm.objects.filter(Q(pk__in=credits.values("term")) | Q(pk__in=certified.values("term")))
    newest: int | None = terms.aggregate(year=Max("year"))["year"]
    return newest


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
    term, year = newest_term(person, programs), newest_year(person, programs)
    if term is None and year is None and not row.pathways.exists():
        page, words = reverse("initiative", args=[row.pk]), _("no pathway named")
        means = _("Counted over the programs of the pathways that the initiative is about.")
        return [Told(label, means, words, page) for label in labels]
    pages = [reverse(name, args=[row.pk]) for name in ("initiative-enrollment", "initiative-credit")]
    return [*_enrollment(person, term, programs, labels[0], pages[0]),
            _credit(person, year, programs, labels[1], pages[1])]  # fmt: skip


def _enrollment(
    person: Person, term: Term | None, programs: QuerySet[Program], label: str, page: str
) -> list[Told]:  # fmt: skip
    means = _("Students enrolled in programs of its pathways that lead to an occupation on the list of high demand, "
              "of all enrolled in them.")  # fmt: skip
    if term is None:
        return [Told(label, means, _("not counted yet"), page)]
    lists = counting.in_demand(counting.census_day(*term))
    name = str(CountedTerm(year=term[0], part=term[1]))
    if not lists:
        return [Told(label, means, _("no list in force"), page, [name])]
    counted = EnrolledCount.objects.filter(program__in=programs).values("term")
    terms = counting.terms_of(person, *term).filter(pk__in=counted)
    whole = all(one.is_attested for one in terms)
    shares = [counting.share_in_demand(person, *term, one, programs) for one in lists]
    return [share_told(label, means, one, name, page, whole=whole) for one in shares]


def _credit(person: Person, year: int | None, programs: QuerySet[Program], label: str, page: str) -> Told:
    means = _("A savings estimate over the courses of its programs, and the certifications that they lead to.")
    if year is None:
        return Told(label, means, _("not counted yet"), page)
    return credit_told(label, means, savings.savings(person, year, programs), page)
