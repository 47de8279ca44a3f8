"""Figures by name: each says what it counts, counts it as one queryset, and opens into its rows (B16).

A new figure is one function and one line of `METRICS`; the home page and the page of its rows take it from there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from guildhall.dashboards.metrics.measuring import QUARTER, YEAR, Metric, Period, Scope
from guildhall.dashboards.metrics.of_agreements import OF_AGREEMENTS
from guildhall.dashboards.metrics.of_events import OF_EVENTS
from guildhall.dashboards.metrics.of_outcomes import OF_OUTCOMES, serves_students
from guildhall.employers.models import Employer
from guildhall.employers.queries.directory import active
from guildhall.engagements.models import AvoidedContact, Engagement, Participant, Touch
from guildhall.engagements.querysets import EngagementQuerySet
from guildhall.lib import clock
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Person
from guildhall.people.queries.coverage import not_here
from guildhall.placements.models import Placement
from guildhall.placements.querysets import PlacementQuerySet
from guildhall.store.counts import Since, counts


def _entered_by(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    return rows.filter(holder__lineage__overlap=list(scope)) if scope else rows


def employers_shared(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """Employers that are vetted, promoted and open to the person, of whatever age; in a scope, those entered there."""
    return _entered_by(Employer.objects.shared_with(person), scope)


def employers_active(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """Shared employers with an engagement in the period in which both sides were in touch (M3)."""
    return active(employers_shared(person, scope=scope), since=period.begins_at)


def employers_new(person: Person, period: Period = QUARTER, scope: Scope = ()) -> QuerySet[Any]:
    """Employers that were shared in the period."""
    return employers_shared(person, scope=scope).filter(posted_at__gte=period.begins_at)


def our_engagements(person: Person, period: Period = QUARTER, scope: Scope = ()) -> QuerySet[Any]:
    """What the person may read of what their own institutions, or those of a scope, recorded; acts not counted."""
    return _recorded(person, Engagement.objects.visible_to(person), period, scope)


def engagements_for_anyone_here(person: Person, period: Period = QUARTER, scope: Scope = ()) -> QuerySet[Any]:
    """Of these, what everybody with the same roles and places reads too."""
    seen = Engagement.objects.filter(employer__in=Employer.objects.visible_to(person))
    return _recorded(person, seen.standing().filter(seen.open_condition(person, by_name=False)), period, scope)


def engagements_by_name(person: Person, period: Period = QUARTER, scope: Scope = ()) -> QuerySet[Any]:
    """Of these, what is open to the person by name alone: few, whatever the territory's size."""
    rows, since = Engagement.objects.visible_to(person), period.first_day
    by_me = Engagement.objects.filter(by=person.pk, happened_on__gte=since).exclude(visibility="region").values("pk")
    with_me = Participant.objects.filter(person=person.pk, engagement__happened_on__gte=since).values("engagement")
    named = rows.filter(pk__in=by_me.union(with_me)).exclude(rows.open_condition(person, by_name=False))
    return _recorded(person, named, period, scope)


def _recorded(person: Person, rows: EngagementQuerySet, period: Period, scope: Scope) -> QuerySet[Any]:
    places = list(scope) or [post.institution for post in person.standing.posts]
    return rows.contacts().filter(institution__lineage__overlap=places, happened_on__gte=period.first_day)


def contacts_avoided(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """Contacts that were not made: a budget, a key account or a joint ask stood between (M27)."""
    rows = AvoidedContact.objects.filter(employer__in=Employer.objects.shared_with(person), on__gt=period.first_day)
    return rows.filter(institution__lineage__overlap=list(scope)) if scope else rows


def colleagues_not_here(person: Person, period: Period = QUARTER, scope: Scope = ()) -> QuerySet[Any]:
    """Colleagues who work with employers where the person works, and did not sign in for ninety days (H7)."""
    return not_here(person, scope)


def opportunities_open(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """The opportunities that are shown today and open to the person; in a scope, those that are looked after there."""
    rows = Opportunity.objects.open_to(person)
    return _entered_by(rows, scope)


def placements_now(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """The placements of the person's own students that are under way; in a scope, those of its institutions."""
    return _of_institutions(Placement.objects.visible_to(person).running(), scope)


def placements_begun(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """The placements of the person's own students that began in the period (M10)."""
    rows = Placement.objects.visible_to(person).filter(started_on__gte=period.first_day)
    return _of_institutions(rows, scope)


def _of_institutions(rows: PlacementQuerySet, scope: Scope) -> QuerySet[Any]:
    return rows.filter(institution__lineage__overlap=list(scope)) if scope else rows


METRICS = {
    "employers_shared": Metric(
        _("Employers shared"),
        _("Employers that are vetted, promoted and open to you."),
        YEAR,
        "employers",
        employers_shared,
    ),
    "employers_active": Metric(
        _("Active in 12 months"),
        _("Of these, the ones with which both sides were in touch in the last twelve months; unanswered calls aside."),
        YEAR,
        "employers",
        employers_active,
        query="?contact=active",
    ),
    "employers_new": Metric(
        _("New in 90 days"),
        _("Of these, the ones that were shared in the last ninety days."),
        QUARTER,
        "employers-new",
        employers_new,
    ),
    "our_engagements": Metric(
        _("Our engagements in 90 days"),
        _("What your institutions recorded in the last ninety days, as far as you may read it."),
        QUARTER,
        "activity",
        our_engagements,
        kept=engagements_for_anyone_here,
        own=engagements_by_name,
    ),
    "contacts_avoided": Metric(
        _("Contacts avoided in 12 months"),
        _("Contacts that were not made: a budget, a key account or a joint ask stood between."),
        YEAR,
        "contacts-avoided",
        contacts_avoided,
    ),
    "colleagues_not_here": Metric(
        _("Colleagues not here yet"),
        _("Colleagues who work with employers where you work, and never signed in, or not for ninety days."),
        QUARTER,
        "coverage",
        colleagues_not_here,
    ),
    "opportunities_open": Metric(
        _("Opportunities open"),
        _("What employers offer today and is open to you, with places for students or teachers."),
        YEAR,
        "opportunities",
        opportunities_open,
    ),
    "placements_now": Metric(
        _("Placements under way"),
        _("Places of your own students that have begun and have not ended."),
        YEAR,
        "placements",
        placements_now,
        query="?state=started",
        shown=serves_students,
    ),
    "placements_begun": Metric(
        _("Placements begun in 12 months"),
        _("Places of your own students that began in the last twelve months, whatever came of them."),
        YEAR,
        "placements",
        placements_begun,
        query="?state=begun",
        shown=serves_students,
    ),
    **OF_EVENTS,
    **OF_AGREEMENTS,
    **OF_OUTCOMES,
}


@dataclass(frozen=True)
class Figure:
    """A metric as one person reads it."""

    name: str
    label: Any
    definition: Any
    value: int
    url: str


def metrics(person: Person, period: Period | None = None, scope: Scope = ()) -> list[Figure]:
    """Every figure, counted now in one statement, for a period (else each metric's own) and a scope."""
    values = counts([m.rows(person, period or m.period, scope) for m in METRICS.values()])
    return read_as(values, person)


# What is shown beside the periods of as many days before: by which column, from where on a period counts.
COMPARED = {"employers_new": ("posted_at", "begins_at"), "our_engagements": ("happened_on", "first_day")}
PERIODS = range(1, 6)  # a line of five points


def kept_values(person: Person) -> list[int]:
    """What may be kept for everybody with the same roles and places: `METRICS`, then `COMPARED` over more periods."""
    now = [(m.kept or m.rows)(person, m.period) for m in METRICS.values()]
    earlier = [over_periods(name, METRICS[name].kept or METRICS[name].rows, person, PERIODS[1:]) for name in COMPARED]
    return counts([*now, *earlier])


def over_periods(name: str, rows: Callable[..., QuerySet[Any]], person: Person, periods: Sequence[int]) -> Since:
    """A compared figure over several times its period, each up to now; the longest comes last."""
    column, begins = COMPARED[name]
    own = [Period(n * METRICS[name].period.days) for n in periods]
    return Since(rows(person, own[-1]), column, [getattr(one, begins) for one in own])


def read_as(values: Sequence[int], person: Person) -> list[Figure]:
    """Numbers in the order of `METRICS`, with their words and addresses, as far as the person is shown them."""
    rows = zip(METRICS.items(), values, strict=True)
    return [Figure(name, m.label, m.definition, value, m.url) for (name, m), value in rows if m.shown(person)]


def contact_load(person: Person) -> QuerySet[Any]:
    """Shared employers that were contacted in the last ninety days, with how often and by how many (M5).

    `in_30` and `in_90` count occasions: one mailing to three contacts is one. `to_people` counts it three times.
    What an employer began itself does not count.
    """
    today = clock.today()
    since = {30: today - timedelta(30), 90: today - timedelta(90)}
    of_one = Touch.objects.made().filter(employer=OuterRef("pk"), on__gt=since[90], on__lte=today).order_by()
    details = {
        "in_30": Count("occasion", distinct=True, filter=Q(on__gt=since[30])),
        "in_90": Count("occasion", distinct=True),
        "to_people": Count("pk"),
        "institutions": Count("institution", distinct=True, filter=Q(on__gt=since[30])),
    }
    number = IntegerField()
    columns = {
        name: Coalesce(Subquery(of_one.values("employer").annotate(n=count).values("n"), output_field=number), 0)
        for name, count in details.items()
    }
    touched = Touch.objects.made().filter(on__gt=since[90], on__lte=today).values("employer")
    return Employer.objects.shared_with(person).filter(pk__in=touched).annotate(**columns).defer("search")


def made_in_90() -> QuerySet[Any]:
    """The contacts that we made in the last ninety days."""
    today = clock.today()
    return Touch.objects.made().filter(on__gt=today - timedelta(90), on__lte=today)


def contacts_in_90(person: Person, *columns: str) -> QuerySet[Any]:
    """The shared employers that were contacted in the last ninety days, each with its occasions as `n` (M5, N5)."""
    rows = made_in_90().filter(employer__in=Employer.objects.shared_with(person)).order_by()
    return rows.values("employer", *columns).annotate(n=Count("occasion", distinct=True))
