"""The value of credit as it stood at the end of a past day, to the digit, and what changed since (G9, N17, M15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from guildhall.pathways.models import (
    Certification,
    CertificationCount,
    CountedTerm,
    CreditCount,
    CreditRate,
    PastAttested,
    PastCertified,
    PastCost,
    PastCredits,
    PastRate,
)
from guildhall.pathways.queries.savings import Earned, Line, Savings, lines_of, savings, sums
from guildhall.people.models import Institution, Person


@dataclass(frozen=True)
class Moved:
    """An institution whose savings read otherwise today; None where nothing of it was, or is, in the sum."""

    institution: Institution
    then: Decimal | None
    now: Decimal | None


@dataclass(frozen=True)
class SavingsThen:
    """The savings of a year as they stood at the end of a day, and what changed since."""

    day: date
    found: Savings
    moved: Sequence[Moved]


def savings_then(person: Person, year: int, day: date) -> SavingsThen:
    """A report of a past day: the counts, rates and costs that held at its end; the same few statements always."""
    found = Savings(year, lines_of(_earned_on(person, year, day)))
    return SavingsThen(day, found, _moved(found, savings(person, year)))


def _earned_on(person: Person, year: int, day: date) -> Earned:
    credits = CreditCount.objects.filter(term__year=year, since_on__lte=day).masked_for(person).order_by()
    former = PastCredits.objects.filter(year=year).at_end_of(day).masked_for(person).order_by()
    certified = CertificationCount.objects.filter(term__year=year, since_on__lte=day).masked_for(person).order_by()
    gone = PastCertified.objects.filter(year=year).at_end_of(day).masked_for(person).order_by()
    rows = [
        *sums(certified, "told", "term__institution", "certification"),
        *sums(gone, "told", "institution", "certification"),
    ]
    costs = _costs(day, {row[1] for row in rows})
    return Earned(
        [
            *sums(credits, "told_credits", "term__institution", "kind"),
            *sums(former, "told_credits", "institution", "kind"),
        ],
        [(place, n, few, costs.get(one)) for place, one, n, few in rows],
        _attested(person, year, day),
        _rates(person, year, day),
    )


def _costs(day: date, asked: set[UUID]) -> dict[UUID, Decimal | None]:
    """What certifications cost at the end of a day."""
    former = PastCost.objects.filter(certification__in=asked).at_end_of(day).values_list("certification", "cost")
    still = Certification.objects.filter(pk__in=asked, since_on__lte=day).values_list("pk", "cost")
    return dict(former) | dict(still)


def _rates(person: Person, year: int, day: date) -> dict[UUID, Any]:
    """What a credit cost at each institution at the end of a day."""
    former = PastRate.objects.visible_to(person).filter(year=year).at_end_of(day)
    still = CreditRate.objects.visible_to(person).filter(year=year, since_on__lte=day)
    return {row.institution_id: row for row in (*former, *still)}


def _attested(person: Person, year: int, day: date) -> dict[UUID, bool]:
    """Of which institutions all terms that were there at the end of a day were attested then."""
    terms = list(CountedTerm.objects.visible_to(person).filter(year=year))
    former = PastAttested.objects.filter(term__in=[row.pk for row in terms]).at_end_of(day)
    then = dict(former.values_list("term", "attested"))
    then |= {row.pk: row.is_attested for row in terms if row.since_on <= day}
    found: dict[UUID, bool] = {}
    for row in terms:
        if row.pk in then:
            found[row.institution_id] = found.get(row.institution_id, True) and then[row.pk]
    return found


def _moved(then: Savings, now: Savings) -> list[Moved]:
    before, after = _by_place(then), _by_place(now)
    places = {one.institution.pk: one.institution for one in (*then.lines, *now.lines)}
    results = []
    for pk, place in places.items():
        old, new = before.get(pk), after.get(pk)
        if _said(old) != _said(new):
            results.append(Moved(place, _worth(old), _worth(new)))
    return sorted(results, key=lambda one: one.institution.name)


def _by_place(found: Savings) -> dict[UUID, Line]:
    return {one.institution.pk: one for one in found.lines}


def _said(line: Line | None) -> Any:
    """What a reader sees of a line: that counts too small to be told differ would tell of them (R6)."""
    if line is None or not (line.by_kind or line.certified):
        return None
    return line.by_kind, line.certified, line.tuition, line.fees, line.certifications


def _worth(line: Line | None) -> Decimal | None:
    return line.certifications + (line.tuition or Decimal(0)) if line and _said(line) else None
