"""May we write to all of these on a day? The same rules as for one, asked in a few statements for thousands (N3)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from guildhall.engagements.budgets import Agreed
from guildhall.engagements.contact_rules import QUIET, Load, said_of, weigh
from guildhall.engagements.load import paused
from guildhall.engagements.models import ContactLimit, Engagement, Touch
from guildhall.people.models import Institution
from guildhall.protocols.queries import agreed
from guildhall.store.blocks import among
from guildhall.ui.dates import in_words

Why = Literal["budget", "paused", "quiet", "other_way"]
ELSEWHERE = (ContactLimit.Channel.PHONE, ContactLimit.Channel.VISIT)


@dataclass(frozen=True, slots=True)
class Person:
    """A contact at an employer, with the names that a reason says."""

    contact: UUID
    name: str
    employer: UUID
    employer_name: str


def not_now(
    people: Sequence[Person], on: date, *, institution: Institution, without: UUID | None = None
) -> dict[UUID, tuple[Why, str]]:
    """Of some contacts those who are not to be written to on a day, each with the first reason and its words.

    `without` is the occasion itself: several contacts of an employer are one touch of it.
    """
    at = defaultdict(list)
    for person in people:
        at[person.employer].append(person)
    if not at:
        return {}
    budget = Agreed.of(institution)
    limits = _grouped(ContactLimit.objects.filter(employer__in=among(at)), at)
    longest = max([budget.window, *(row.days for rows in limits.values() for row in rows)])
    touches = _touches(at, on - timedelta(longest), without)
    quiet = _just_contacted(touches, on, institution)
    none_left = min(budget.per_employer, budget.per_contact) < 1
    results: dict[UUID, tuple[Why, str]] = {}
    for employer, there in at.items():
        rows, told = touches.get(employer, ()), limits.get(employer, ())
        if not (rows or told or none_left):
            continue
        loads = _loads(there, rows, told, budget)
        for person in there:
            if reason := _reason(person, told, loads, on) or quiet.get(employer):
                results[person.contact] = reason
    return results


def _grouped(rows: Iterable[Any], at: Mapping[UUID, Any]) -> dict[UUID, list[Any]]:
    by_key: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        by_key[row.employer_id].append(row)
    return by_key


def _touches(at: Iterable[UUID], since: date, without: UUID | None) -> dict[UUID, list[tuple[Any, ...]]]:
    rows = Touch.objects.counted().filter(employer__in=among(at), on__gte=since)
    rows = rows.exclude(occasion=without) if without else rows
    by_key: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for employer, *rest in rows.values_list("employer", "occasion", "contact", "on", "institution", "state"):
        by_key[employer].append(tuple(rest))
    return by_key


def _loads(there: Sequence[Person], rows: Iterable[Any], told: Iterable[Any], budget: Agreed) -> list[Load]:
    names = {person.contact: person.name for person in there}
    counted = [row[:4] for row in rows]
    said = [said_of(row, row.contact_id) for row in told if row.contact_id in names or row.contact_id is None]
    return weigh(there[0].employer_name, names, counted, said, budget)


def _reason(person: Person, told: Iterable[Any], loads: Sequence[Load], on: date) -> tuple[Why, str] | None:
    for row in told:
        if row.contact_id in (None, person.contact) and row.channel in ELSEWHERE:
            way = row.get_channel_display()
            return "other_way", _("Asked to be contacted %(way)s (%(said)s).") % {"way": way, "said": row.said}
    own = next(load for load in loads[1:] if load.name == person.name) if len(loads) > 1 else None
    for load in (loads[0], own):
        if load and not (verdict := load.verdict(on)):
            why: Why = "paused" if paused(on, load.pauses) else "budget"
            return why, verdict.sentence
    return None


def _just_contacted(
    touches: Mapping[UUID, Sequence[tuple[Any, ...]]], on: date, institution: Institution
) -> dict[UUID, tuple[Why, str]]:
    """The employers with which another institution was in touch within the quiet period, and that have not answered."""
    _clause, fixed = agreed(QUIET, institution)
    since = on - timedelta(fixed["days"])
    last: dict[UUID, tuple[date, UUID]] = {}
    for employer, rows in touches.items():
        made = [(day, place) for _occasion, _contact, day, place, state in rows
                if state == Touch.State.MADE and place != institution.pk and since < day <= on]  # fmt: skip
        if made:
            last[employer] = max(made)
    if not last:
        return {}
    theirs = Engagement.objects.standing().filter(
        employer__in=among(last), direction=Engagement.Direction.THEIRS, happened_on__range=(since, on)
    )
    back = dict(theirs.values_list("employer").annotate(day=Max("happened_on")))
    places = dict(Institution.objects.filter(pk__in={place for _day, place in last.values()}).values_list("pk", "name"))
    return {
        employer: ("quiet", _("%(place)s was in touch on %(day)s, and they are to be left in peace for now.")
                   % {"place": places[place], "day": in_words(day)})
        for employer, (day, place) in last.items()
        if employer not in back or back[employer] < day
    }  # fmt: skip
