"""What early credit and certifications saved those who earned them: an estimate, with its rates (F16, M15)."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, Sum

from guildhall.pathways.models import Articulation, CertificationCount, CountedTerm, CreditCount, CreditRate
from guildhall.people.models import Institution, Person

NOUGHT = Decimal(0)


@dataclass
class Line:
    """What was earned at one institution in a year, and what it is worth by that institution's rate of the year."""

    institution: Institution
    rate: CreditRate | None = None
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


def savings(person: Person, year: int) -> Savings:
    """What early credit and certifications saved in a school year, as far as it may be told (M15)."""
    rates = list(CreditRate.objects.visible_to(person).filter(year=year).select_related("institution"))
    by_place = {row.institution_id: row for row in rates}
    terms = CountedTerm.objects.visible_to(person).filter(year=year).select_related("institution")
    lines: dict[UUID, Line] = {}
    for term in terms:
        line = lines.setdefault(term.institution_id, Line(term.institution, by_place.get(term.institution_id)))
        line.is_attested = line.is_attested and term.is_attested
    _add_credits(person, year, lines)
    _add_certifications(person, year, lines)
    earned = [one for one in lines.values() if one.by_kind or one.certified or one.hidden]
    return Savings(year, sorted(earned, key=lambda one: one.institution.name), rates)


def _add_credits(person: Person, year: int, lines: dict[UUID, Line]) -> None:
    rows = CreditCount.objects.filter(term__year=year).masked_for(person).order_by()
    sums = rows.values("term__institution", "kind").annotate(
        n=Sum("told_credits"), told=Count("told"), rows=Count("pk")
    )
    for row in sums:
        line = lines[row["term__institution"]]
        line.hidden += row["rows"] - row["told"]
        if row["n"]:
            line.by_kind[row["kind"]] = row["n"]


def _add_certifications(person: Person, year: int, lines: dict[UUID, Line]) -> None:
    rows = CertificationCount.objects.filter(term__year=year).masked_for(person).select_related("certification", "term")
    for row in rows:
        line = lines[row.term.institution_id]
        if row.told is None:
            line.hidden += 1
            continue
        line.certified += row.told
        if row.certification.cost is None:
            line.without_cost += row.told
        else:
            line.certifications += row.told * row.certification.cost


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
