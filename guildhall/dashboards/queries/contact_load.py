"""Who was contacted, how often, and what was not made: the contact load of employers (M5, M27)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Count, Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from guildhall.dashboards import metrics
from guildhall.dashboards.burden import carried
from guildhall.employers.models import Employer
from guildhall.engagements.budgets import Agreed
from guildhall.engagements.models import Touch
from guildhall.engagements.querysets import TouchQuerySet
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution
from guildhall.rollups import counting

SHOWN = 8
LATEST = 60  # employers among which this week's are looked for in a large territory
BUSIEST = 500  # employers that a large territory lists as the most asked


@dataclass(frozen=True)
class Contacted:
    """One employer that was contacted in the last seven days, and by whom."""

    employer: UUID
    name: str
    last: date
    occasions: int
    institutions: list[str]  # their codes


def contacted_this_week(person: Person, most: int = SHOWN) -> list[Contacted]:
    """The employers that were contacted in the last seven days, those first that several institutions called."""
    made = _made_this_week(person)
    if counting.is_large():  # those of whom several asked, as they were counted last, and whoever was asked since
        latest = made.order_by("-on").values_list("employer", flat=True)[:LATEST]
        made = made.filter(employer__in={*SEVERAL.of(person).value, *map(str, latest)})
    rows = made.order_by().values("employer", "employer__name")
    code = Coalesce(NullIf("institution__code", Value("")), "institution__name")
    matches = rows.annotate(
        last=Max("on"),
        occasions=Count("occasion", distinct=True),
        several=Count("institution", distinct=True),
        who=ArrayAgg(code, distinct=True),
    )
    result = matches.order_by("-several", "-last", "employer__name")[:most]
    return [Contacted(r["employer"], r["employer__name"], r["last"], r["occasions"], r["who"]) for r in result]


def _made_this_week(person: Person) -> TouchQuerySet:
    today = clock.today()
    made = Touch.objects.made().filter(on__lte=today, on__gt=today - timedelta(7))
    return made.filter(employer__in=Employer.objects.shared_with(person))


def _asked_by_several(person: Person) -> list[str]:
    """The employers that the most institutions contacted in the last seven days."""
    rows = _made_this_week(person).order_by().values("employer")
    matches = rows.annotate(several=Count("institution", distinct=True), last=Max("on")).order_by("-several", "-last")
    return [str(pk) for pk in matches.values_list("employer", flat=True)[:LATEST]]


SEVERAL = counting.Count("asked_by_several", _asked_by_several)


def busiest(person: Person) -> list[str]:
    """The employers that were contacted the most in thirty, then in ninety days."""
    since = clock.today() - timedelta(30)
    rows = metrics.contacts_in_90(person).annotate(in_30=Count("occasion", distinct=True, filter=Q(on__gt=since)))
    return [str(pk) for pk in rows.order_by("-in_30", "-n").values_list("employer", flat=True)[:BUSIEST]]


MOST_ASKED = counting.Count("busiest", busiest)


def peaks(employers: Iterable[UUID]) -> dict[UUID, int]:
    """The most occasions within any thirty days of the last twelve months, by employer (M5)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT employer_id, max(n) FROM (
                   SELECT employer_id, count(*) OVER (
                       PARTITION BY employer_id ORDER BY "on"
                       RANGE BETWEEN interval '29 days' PRECEDING AND CURRENT ROW) AS n
                   FROM (SELECT DISTINCT ON (employer_id, occasion) employer_id, occasion, "on"
                         FROM engagements_touch
                         WHERE employer_id = ANY(%s) AND state = 'made' AND "on" > %s AND "on" <= %s
                         ORDER BY employer_id, occasion, "on") AS once) AS windows
               GROUP BY employer_id""",
            [list(employers), clock.today() - timedelta(365), clock.today()],
        )
        return dict(cursor.fetchall())


def carried_by_a_fifth(person: Person) -> float | None:
    """Which share of all contacts of ninety days fell to the fifth of the employers that was asked most, in percent.

    Twenty is even; eighty is the "twenty percent doing the heavy lifting" (F17). None where nobody was contacted.
    """
    loads = list(metrics.contacts_in_90(person).values_list("n", flat=True))
    return carried(loads) if loads else None


CARRIED = counting.Count("carried_by_a_fifth", carried_by_a_fifth)


def avoided(person: Person) -> QuerySet[Any]:
    """The contacts that were not made, newest first: the rows behind the counter (M27)."""
    rows = metrics.contacts_avoided(person).select_related("employer", "by", "institution")
    return rows.defer("employer__search")


def budget(person: Person) -> Agreed | None:
    """The touch budget that binds the institution where a person works."""
    place = home_institution(person, Permission.SEE_DIRECTORY)
    return Agreed.of(place) if place else None
