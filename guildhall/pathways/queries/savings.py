"""What early credit and certifications saved those who earned them: an estimate, with its rates (F16, M15)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum

from guildhall.pathways.models import (
    Articulation,
    CertificationCount,
    CountedTerm,
    CreditCount,
    CreditRate,
    LedTo,
    Program,
)
from guildhall.people.models import Institution, Person

NOUGHT = Decimal(0)
BY_COST = ("term__institution", "certification__cost")


@dataclass
class Line:
    """What was earned at one institution in a year, and what it is worth by that institution's rate of the year."""

    institution: Institution
    rate: Any = None  # a `CreditRate`, or one of a past day
    by_kind: dict[str, Decimal] = field(default_factory=dict)
    certified: int = 0
    certifications: Decimal = NOUGHT  # at what they cost
    without_cost: int = 0  # certifications earned of which nobody has said what they cost
    hidden: int = 0  # counts that are too small to be told here
    is_attested: bool = True

    @property
    def credits(self) -> Decimal:
        return sum(self.by_kind.values(), NOUGHT)

    @property
    def tuition(self) -> Decimal | None:
        """None where nobody has said what a credit costs there: not counted is not nothing."""
        return self.credits * self.rate.tuition if self.rate else None

    @property
    def fees(self) -> Decimal | None:
        return self.credits * self.rate.fees if self.rate else None


@dataclass(frozen=True)
class Savings:
    """The savings of a year, institution by institution, and what is not in them."""

    year: int
    lines: list[Line] = field(default_factory=list)
    rates: list[CreditRate] = field(default_factory=list)

    @property
    def tuition(self) -> Decimal:
        return sum((one.tuition or NOUGHT for one in self.lines), NOUGHT)

    @property
    def fees(self) -> Decimal:
        return sum((one.fees or NOUGHT for one in self.lines), NOUGHT)

    @property
    def certifications(self) -> Decimal:
        return sum((one.certifications for one in self.lines), NOUGHT)

    @property
    def credits(self) -> Decimal:
        return sum((one.credits for one in self.lines), NOUGHT)

    @property
    def total(self) -> Decimal:
        """Tuition and certifications; fees stand beside it, because whether they would have been due differs."""
        return self.tuition + self.certifications

    @property
    def without_rate(self) -> list[Line]:
        return [one for one in self.lines if one.rate is None and one.credits]

    @property
    def hidden(self) -> int:
        return sum(one.hidden for one in self.lines)

    @property
    def without_cost(self) -> int:
        return sum(one.without_cost for one in self.lines)


def years_counted(person: Person) -> list[int]:
    """The school years of which anything is counted, or a rate is known, the newest first."""
    terms = CountedTerm.objects.visible_to(person).order_by().values_list("year", flat=True)
    rates = CreditRate.objects.visible_to(person).order_by().values_list("year", flat=True)
    return sorted(terms.union(rates), reverse=True)


def latest_year(person: Person) -> int | None:
    """The newest school year of which credit or certifications are counted."""
    terms = CountedTerm.objects.visible_to(person).filter(Q(credits__isnull=False) | Q(certified__isnull=False))
    found: int | None = terms.aggregate(year=Max("year"))["year"]
    return found


@dataclass(frozen=True)
class Earned:
    """What was counted in a year, as rows say it: of which term and institution, and what may be told of it."""

    credits: Iterable[tuple[UUID, str, Decimal | None, int]]  # institution, kind, their sum, how many are not told
    certified: Iterable[tuple[UUID, int | None, int, Decimal | None]]  # institution, sum, not told, what one costs
    attested: Mapping[UUID, bool]  # whether all counts of an institution are attested
    rates: Mapping[UUID, Any]  # what a credit costs at an institution: a rate of today, or one of a past day


def savings(person: Person, year: int, programs: QuerySet[Program] | None = None) -> Savings:
    """What early credit and certifications saved in a school year, as far as it may be told (M15).

    Of some programs: their courses, and the certifications that they lead to, as their own institutions counted them.
    """
    rates = list(CreditRate.objects.visible_to(person).filter(year=year).select_related("institution"))
    credits, certified = counted_of(person, programs)
    credits, certified = credits.filter(term__year=year).order_by(), certified.filter(term__year=year).order_by()
    earned = Earned(
        sums(credits, "told_credits", "term__institution", "kind"),
        [(place, n, few, cost) for place, cost, n, few in sums(certified, "told", *BY_COST)],
        attested_in(CountedTerm.objects.visible_to(person).filter(year=year)),
        {row.institution_id: row for row in rates},
    )
    return Savings(year, lines_of(earned), rates)


def newest_of(person: Person, programs: QuerySet[Program]) -> Savings | None:
    """The savings of some programs in the newest school year of which any are counted."""
    credits, certified = (rows.order_by() for rows in counted_of(person, programs))
    attested = Count("pk", filter=Q(term__attested_at__gte=F("term__changed_at")))
    facts = {"few": Count("pk", filter=Q(told=None)), "sure": attested, "all": Count("pk")}
    name = F("term__institution__name")
    rates = CreditRate.objects.filter(institution=OuterRef("term__institution"), year=OuterRef("term__year"))
    costs = {what: Subquery(rates.values(what)[:1]) for what in ("tuition", "fees")}
    of_term = ("term__year", "term__institution")
    ours = credits.annotate(name=name, **costs).values(*of_term, "name", "kind", *costs)
    ours = list(ours.annotate(n=Sum("told_credits"), **facts))
    theirs = certified.annotate(name=name).values(*of_term, "name", "certification__cost")
    theirs = list(theirs.annotate(n=Sum("told"), **facts))
    year = max((row["term__year"] for row in (*ours, *theirs)), default=None)
    if year is None:
        return None
    lines: dict[UUID, Line] = {}
    for row in (*ours, *theirs):
        if row["term__year"] != year:
            continue
        key = row["term__institution"]
        line = lines.setdefault(key, Line(Institution(pk=key, name=row["name"])))
        line.is_attested = line.is_attested and row["sure"] == row["all"]
        line.hidden += row["few"]
        if "kind" not in row:
            _add_certified(line, row["n"] or 0, row["certification__cost"])
        elif row["n"]:
            line.by_kind[row["kind"]] = row["n"]
            if row["tuition"] is not None:
                line.rate = CreditRate(tuition=row["tuition"], fees=row["fees"])
    return Savings(year, sorted(lines.values(), key=lambda one: one.institution.name))


def counted_of(person: Person, programs: QuerySet[Program] | None) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """The counts of credits and of certifications, of some programs or of all, each as far as it may be told."""
    credits, certified = CreditCount.objects.masked_for(person), CertificationCount.objects.masked_for(person)
    if programs is None:
        return credits, certified
    led_to = LedTo.objects.filter(
        certification=OuterRef("certification"),
        program__institution=OuterRef("term__institution"),
        program__in=programs,
    )
    return credits.filter(course__program__in=programs), certified.filter(Exists(led_to))


def sums(rows: QuerySet[Any], what: str, *by: str) -> Iterable[Any]:
    """By some columns the sum of what may be told, and how many rows may not be."""
    summed = rows.values(*by).annotate(n=Sum(what), few=Count("pk", filter=Q(told=None)))
    return summed.values_list(*by, "n", "few")


def attested_in(terms: Iterable[CountedTerm]) -> dict[UUID, bool]:
    """Of which institutions all terms are attested."""
    found: dict[UUID, bool] = {}
    for term in terms:
        found[term.institution_id] = found.get(term.institution_id, True) and term.is_attested
    return found


def lines_of(earned: Earned) -> list[Line]:
    """The savings institution by institution, in the order of their names."""
    credits, certified = list(earned.credits), list(earned.certified)
    places = Institution.objects.in_bulk({row[0] for row in (*credits, *certified)})
    lines = {
        pk: Line(place, earned.rates.get(pk), is_attested=earned.attested.get(pk, False))
        for pk, place in places.items()
    }
    for place, kind, worth, few in credits:
        lines[place].hidden += few
        if worth:
            lines[place].by_kind[kind] = lines[place].by_kind.get(kind, NOUGHT) + worth
    for place, told, few, cost in certified:
        lines[place].hidden += few
        _add_certified(lines[place], told or 0, cost)
    found = [one for one in lines.values() if one.by_kind or one.certified or one.hidden]
    return sorted(found, key=lambda one: one.institution.name)


def _add_certified(line: Line, told: int, cost: Decimal | None) -> None:
    line.certified += told
    if cost is None:
        line.without_cost += told
    else:
        line.certifications += told * cost


def credit_rows(person: Person, year: int, institution: Institution) -> list[CreditCount]:
    """The counts of which the credits of an institution and a year are made, each as far as it may be told."""
    rows = CreditCount.objects.filter(term__year=year, term__institution=institution).masked_for(person)
    return list(rows.select_related("course__program", "term__institution").order_by("course__number", "kind", "pk"))


def certification_rows(person: Person, year: int, institution: Institution) -> list[CertificationCount]:
    """The counts of certifications of an institution and a year."""
    rows = CertificationCount.objects.filter(term__year=year, term__institution=institution).masked_for(person)
    return list(rows.select_related("certification", "term__institution").order_by("certification__name", "pk"))


def kinds() -> list[tuple[str, Any]]:
    """The ways in which credit is earned early."""
    return list(Articulation.Kind.choices)


def rate_of(institution: Institution, year: int) -> CreditRate | None:
    """What a credit costs at an institution in a school year."""
    return CreditRate.objects.filter(institution=institution, year=year).first()
