"""The rows behind the number of a duty: exactly those that count, as far as their reader may know them (N14)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import ngettext

from guildhall.agreements.models import Obligation
from guildhall.agreements.queries.counting import Bounds, Counts, Fact, facts_for
from guildhall.engagements.models import Engagement, FollowUp
from guildhall.events.models import TakingPart
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Person
from guildhall.placements.models import Placement
from guildhall.supervision.models import HoursEntry

MOST = 200


@dataclass(frozen=True)
class Row:
    """One thing that counts: when, what, at which institution, and where it stands."""

    day: date
    words: str
    beside: str
    url: str


@dataclass(frozen=True)
class Rows:
    """What counts for a duty: the rows that its reader may open, and whether there are others."""

    shown: Sequence[Row]
    more: bool = False  # further back than the newest
    others: bool = False  # students of other institutions, who count without being named


def rows_of(obligation: Obligation, person: Person) -> Rows:
    """What counts for a duty, the newest first."""
    if obligation.counts == Counts.BY_HAND or not obligation.is_agreed:
        return Rows([])
    bounds = Bounds.of(obligation)
    facts = [one for one in facts_for(obligation.counts, [obligation], person) if bounds.holds(one)]
    facts.sort(key=lambda one: (one.day, one.pk), reverse=True)
    told = SHOWN[obligation.counts](person, [one.pk for one in facts[:MOST]])
    shown = [_row(one, *told[one.pk]) for one in facts[:MOST] if one.pk in told]
    return Rows(shown, more=len(facts) > MOST, others=obligation.is_of_students and len(shown) < len(facts[:MOST]))


def _row(fact: Fact, words: str, beside: str, url: str) -> Row:
    return Row(fact.day, words, beside, url)


Told = Mapping[UUID, tuple[str, str, str]]


def _placements(person: Person, keys: Sequence[UUID]) -> Told:
    rows = Placement.objects.visible_to(person).filter(pk__in=keys).select_related("registration", "institution")
    return {
        row.pk: (row.registration.name, f"{row.title} · {row.institution.name}", reverse("placement", args=[row.pk]))
        for row in rows
    }


def _hours(person: Person, keys: Sequence[UUID]) -> Told:
    rows = HoursEntry.objects.visible_to(person).filter(pk__in=keys)
    rows = rows.select_related("placement__registration", "institution")
    return {row.pk: (f"{row.placement.registration.name}: {row.hours.normalize():f}", row.institution.name,
                     reverse("placement-hours", args=[row.placement_id])) for row in rows}  # fmt: skip


def _engagements(person: Person, keys: Sequence[UUID]) -> Told:
    rows = Engagement.objects.visible_to(person).filter(pk__in=keys).select_related("institution")
    return {row.pk: (row.summary, f"{row.kind_label} · {row.institution.name}",
                     reverse("engagement", args=[row.employer_id, row.pk])) for row in rows}  # fmt: skip


def _follow_ups(person: Person, keys: Sequence[UUID]) -> Told:
    rows = FollowUp.objects.visible_to(person).filter(pk__in=keys).select_related("institution")
    return {row.pk: (row.what, row.institution.name, reverse("follow-up", args=[row.pk])) for row in rows}


def _events(person: Person, keys: Sequence[UUID]) -> Told:
    rows = TakingPart.objects.visible_to(person).filter(pk__in=keys).select_related("event__institution")
    return {row.pk: (row.event.title, row.event.institution.name, reverse("event", args=[row.event_id]))
            for row in rows}  # fmt: skip


def _places(person: Person, keys: Sequence[UUID]) -> Told:
    rows = Opportunity.objects.visible_to(person).filter(pk__in=keys).select_related("holder").defer("search")
    return {row.pk: (row.title, f"{_n_places(row.places)} · {row.holder.name}", reverse("opportunity", args=[row.pk]))
            for row in rows}  # fmt: skip


def _n_places(n: int) -> str:
    return ngettext("%d place", "%d places", n) % n


SHOWN: dict[str, Callable[[Person, Sequence[UUID]], Told]] = {
    Counts.BEGUN: _placements,
    Counts.COMPLETED: _placements,
    Counts.HOURS: _hours,
    Counts.ENGAGEMENTS: _engagements,
    Counts.FOLLOW_UPS: _follow_ups,
    Counts.EVENTS: _events,
    Counts.PLACES: _places,
}
