"""What a figure is made of: the days that it speaks of, where, and its rows (B16)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from guildhall.lib import clock
from guildhall.people.models import Person

Scope = Sequence[UUID]  # institutions with all that is under them; empty: every one


@dataclass(frozen=True)
class Period:
    """The days up to now that a figure speaks of."""

    days: int

    @property
    def first_day(self) -> date:
        return clock.today() - timedelta(self.days)

    @property
    def begins_at(self) -> datetime:
        return clock.now() - timedelta(days=self.days)


QUARTER, YEAR = Period(90), Period(365)


@dataclass(frozen=True)
class Metric:
    """One figure: what it is called, what it counts, its rows, the page that lists them, and who is shown it.

    `kept` are the rows that everybody with the same roles and places counts alike, so that the number may be kept;
    `own` are those that come on top for one person.
    """

    label: Any
    definition: Any
    period: Period
    page: str
    rows: Callable[..., QuerySet[Any]]
    kept: Callable[..., QuerySet[Any]] | None = None
    own: Callable[..., QuerySet[Any]] | None = None
    query: str = ""
    shown: Callable[[Person], bool] = lambda person: True

    @property
    def url(self) -> str:
        return reverse(self.page) + self.query
