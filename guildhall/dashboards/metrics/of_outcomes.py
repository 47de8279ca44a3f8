"""Figures of what came of it all: internships, critical jobs, hires, employers that offer again (F16, M11, M26)."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from guildhall.dashboards.metrics.measuring import YEAR, Metric, Period, Scope
from guildhall.demand.models import HardToFill
from guildhall.demand.queries.critical import critical_of
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Person
from guildhall.placements.models import Placement
from guildhall.placements.queries import measures
from guildhall.placements.querysets import places_of

AGAIN = timedelta(days=365)  # M26: within which somebody who offered offers again


def serves_students(person: Person) -> bool:
    """Whether somebody sees placements at all: an office of the region sees none, and is shown no nought."""
    return bool(places_of(person))


def internships_completed(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """The internships of the person's own students that were completed in the period (M11)."""
    rows = measures.internships_in(person, measures.Period(period.first_day, clock.today()))
    return rows.filter(institution__lineage__overlap=list(scope)) if scope else rows


def apprenticeships_completed(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """The apprenticeships of the person's own students that were completed in the period (F16)."""
    rows = measures.apprenticeships_in(person, measures.Period(period.first_day, clock.today()))
    return rows.filter(institution__lineage__overlap=list(scope)) if scope else rows


def critical_jobs(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """The placements of the person's own students that began in the period in an occupation in high demand (M11)."""
    rows = critical_of(person, period.first_day, clock.today())
    return rows.filter(institution__lineage__overlap=list(scope)) if scope else rows


def hard_roles_filled(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """The roles that employers could not fill and said in the period that they have filled (D6, F16)."""
    rows = HardToFill.objects.visible_to(person).filter(over="filled", over_on__gte=period.first_day)
    return rows.filter(employer__holder__lineage__overlap=list(scope)) if scope else rows


def students_hired(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """The placements of the person's own students whose employer hired them, as somebody noted in the period (F16)."""
    rows = Placement.objects.visible_to(person).filter(outcome="hired", outcome_on__gte=period.first_day)
    return rows.filter(institution__lineage__overlap=list(scope)) if scope else rows


def employers_offering(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """Shared employers that posted an opportunity in the period, as far as the person sees it (M26)."""
    return _offering(person, period, scope, _posted(person, period))


def employers_offering_again(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """Of these, the ones that had posted another one within the twelve months before (M26)."""
    earlier = Opportunity.objects.visible_to(person).filter(
        employer=OuterRef("employer"), posted_at__lt=OuterRef("posted_at"), posted_at__gte=OuterRef("posted_at") - AGAIN
    )
    return _offering(person, period, scope, _posted(person, period).filter(Exists(earlier)))


def _posted(person: Person, period: Period) -> QuerySet[Any]:
    return Opportunity.objects.visible_to(person).filter(posted_at__gte=period.begins_at, employer=OuterRef("pk"))


def _offering(person: Person, period: Period, scope: Scope, posted: QuerySet[Any]) -> QuerySet[Any]:
    rows = Employer.objects.shared_with(person).filter(Exists(posted))
    return rows.filter(holder__lineage__overlap=list(scope)) if scope else rows


OF_OUTCOMES = {
    "internships_completed": Metric(
        _("Internships completed in 12 months"),
        _("Internships of your own students that were completed in the last twelve months, by their last day."),
        YEAR,
        "placement-internships",
        internships_completed,
        shown=serves_students,
    ),
    "apprenticeships_completed": Metric(
        _("Apprenticeships completed in 12 months"),
        _("Apprenticeships of your own students that were completed in the last twelve months, by their last day."),
        YEAR,
        "placement-apprenticeships",
        apprenticeships_completed,
        shown=serves_students,
    ),
    "critical_jobs": Metric(
        _("Critical jobs filled in 12 months"),
        _("Places of your own students that began, in an occupation of the list of high demand in force there then."),
        YEAR,
        "critical-jobs",
        critical_jobs,
        shown=serves_students,
    ),
    "hard_roles_filled": Metric(
        _("Hard-to-fill roles filled in 12 months"),
        _("Roles that employers found hard to fill, and for which they have found people in the last twelve months."),
        YEAR,
        "hard-roles",
        hard_roles_filled,
        query="?view=filled",
    ),
    "students_hired": Metric(
        _("Hired by their host in 12 months"),
        _("Places of your own students whose employer hired them, as it was noted in the last twelve months."),
        YEAR,
        "placements",
        students_hired,
        query="?state=hired",
        shown=serves_students,
    ),
    "employers_offering": Metric(
        _("Employers that offered in 12 months"),
        _("Shared employers that posted an opportunity in the last twelve months, as far as you see it."),
        YEAR,
        "employers-offering",
        employers_offering,
    ),
    "employers_offering_again": Metric(
        _("Employers that offered again"),
        _("Of these, the ones that had posted another one within the twelve months before it."),
        YEAR,
        "employers-offering",
        employers_offering_again,
        query="?again=1",
    ),
}
