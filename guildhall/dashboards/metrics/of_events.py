"""Figures of events: what was published, what clashes, and what was opened to others (M6, M18)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guildhall.dashboards.metrics.measuring import YEAR, Metric, Period, Scope
from guildhall.events.queries import published
from guildhall.people.models import Person


def events_published(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """The events that the person's own institutions, or those of a scope, published in the period."""
    return published.published_since(person, period.begins_at, scope)


def events_clashing(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """Of these, the ones that clash with another event and stay all the same (M18)."""
    return published.clashing(person, events_published(person, period, scope))


def events_opened(person: Person, period: Period = YEAR, scope: Scope = ()) -> QuerySet[Any]:
    """The events that other institutions carried in the period, each of which spares one of one's own (M6)."""
    return published.opened_since(person, period.begins_at, scope)


OF_EVENTS = {
    "events_published": Metric(
        _("Events published in 12 months"),
        _("What your institutions published in the calendar in the last twelve months, canceled ones aside."),
        YEAR,
        "events-published",
        events_published,
    ),
    "events_clashing": Metric(
        _("Events that clash"),
        _("Of these, the ones that compete with another event for the same people, and stay all the same."),
        YEAR,
        "events-published",
        events_clashing,
        query="?clash=kept",
    ),
    "events_opened": Metric(
        _("Events opened to others in 12 months"),
        _("Events that another institution opened to its own students: each spares employers one more like it."),
        YEAR,
        "event-openings",
        events_opened,
        query="?state=agreed",
    ),
}
