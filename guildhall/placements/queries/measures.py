"""Figures of one's own institutions, each with the rows that it counts: freshness, places filled, placements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast, Coalesce

from guildhall.lib import clock
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Person
from guildhall.placements.models import Application, Experience, Placement
from guildhall.placements.querysets import places_of
from guildhall.placements.wbl import APPRENTICESHIPS, INTERNSHIPS

YEAR = 365


@dataclass(frozen=True, slots=True)
class Period:
    """The days of which the figures speak, both counted."""

    first: date
    last: date


def last_year() -> Period:
    """The twelve months up to today."""
    today = clock.today()
    return Period(today - timedelta(YEAR), today)


@dataclass(frozen=True)
class Freshness:
    """M2: of the placements under way, how many somebody has confirmed within ninety days, and the oldest."""

    running: int
    fresh: int
    oldest: date | None


@dataclass(frozen=True)
class Filled:
    """M9: of the opportunities that closed, the places offered and filled; those withdrawn stand apart."""

    closed: int
    places: int
    filled: int
    with_applicant: int
    withdrawn_places: int


@dataclass(frozen=True)
class Begun:
    """M10: placements that began, and the different people; paid, with the median wage by the hour; fitting."""

    placements: int
    people: int
    employers: int
    paid: int
    hourly: Decimal | None
    related: int


@dataclass(frozen=True)
class Completed:
    """M11: internships or apprenticeships completed: people, rows, hours, employers."""

    people: int
    rows: int
    hours: Decimal
    employers: int


def running(person: Person) -> Any:
    """The rows of M2."""
    return Placement.objects.visible_to(person).running()


def freshness(person: Person) -> Freshness:
    """How fresh the placements of one's own institutions are (M2)."""
    rows = running(person)
    days = list(rows.values_list("confirmed_on", flat=True))
    stale = rows.stale().count()
    known = [day for day in days if day]
    return Freshness(len(days), len(days) - stale, min(known) if known else None)


def closed_opportunities(person: Person, period: Period) -> QuerySet[Opportunity]:
    """The rows of M9: opportunities of one's own institutions that closed in a period, and not those still open."""
    rows = Opportunity.objects.visible_to(person).filter(holder__in=places_of(person), state="closed")
    return rows.filter(closed_on__range=(period.first, period.last), posted_at__isnull=False)


def filled(person: Person, period: Period) -> Filled:
    """How many of the places offered were filled (M9)."""
    rows = closed_opportunities(person, period)
    kept = rows.exclude(closed_because="withdrawn")
    sums = kept.aggregate(n=Count("pk"), places=Sum("places"), filled=Sum("filled"))
    applied = Application.objects.visible_to(person).filter(opportunity__in=kept.values("pk"))
    lost = rows.filter(closed_because="withdrawn").aggregate(n=Sum("places"))["n"]
    wanted = applied.values("opportunity").distinct().count()
    return Filled(sums["n"], sums["places"] or 0, sums["filled"] or 0, wanted, lost or 0)


def begun_in(person: Person, period: Period) -> QuerySet[Placement]:
    """The rows of M10: placements that began in a period."""
    return Placement.objects.visible_to(person).filter(started_on__range=(period.first, period.last))


def begun(person: Person, period: Period) -> Begun:
    """How many placements began, of how many different people (M10)."""
    rows = begun_in(person, period)
    sums = rows.aggregate(
        placements=Count("pk"), people=Count("student", distinct=True), employers=Count("employer", distinct=True),
        paid=Count("pk", filter=Q(paid=True)), related=Count("pk", filter=Q(related=True)),
    )  # fmt: skip
    wages: list[Any] = list(rows.filter(paid=True, wage_per="hour").exclude(wage=None).values_list("wage", flat=True))
    return Begun(hourly=median(wages) if wages else None, **sums)


def completed_in(rows: QuerySet[Experience], activities: Sequence[str], period: Period) -> QuerySet[Experience]:
    """Of some participations those of some types that were completed in a period, by their last day (M11)."""
    days = (period.first, period.last)
    ended = Q(end_on__range=days) | Q(end_on=None, start_on__range=days)
    return rows.filter(ended, status="completed", activity__in=activities)


def internships_in(person: Person, period: Period) -> QuerySet[Experience]:
    """The rows of M11: internships that were completed in a period."""
    return completed_in(Experience.objects.visible_to(person), INTERNSHIPS, period)


def apprenticeships_in(person: Person, period: Period) -> QuerySet[Experience]:
    """Apprenticeships that were completed in a period (F16)."""
    return completed_in(Experience.objects.visible_to(person), APPRENTICESHIPS, period)


def completed(rows: QuerySet[Experience]) -> Completed:
    """Of some participations: different people, hours, employers (M11)."""
    sums = rows.aggregate(
        people=Count(Coalesce(Cast("student", TextField()), "person"), distinct=True), rows=Count("pk"),
        hours=Sum("hours"), employers=Count("host__employer", distinct=True),
    )  # fmt: skip
    return Completed(**sums | {"hours": sums["hours"] or Decimal(0)})


def by_kind(person: Person, period: Period) -> Sequence[tuple[str, int, int]]:
    """Placements that began, by kind: the kind, how many, of how many people; they add up to M10's placements."""
    rows = begun_in(person, period).order_by().values_list("kind")
    return list(rows.annotate(n=Count("pk"), people=Count("student", distinct=True)).order_by("-n", "kind"))
