"""How far each side of an agreement is, counted from the rows that there are (N14): one statement for each kind.

Whoever looks is a person of the staff or somebody of an employer, signed in. Of what happened, only rows count that
they may read, so what is hidden changes nothing (R33). Of students of another institution fewer than ten are told as
that, and so is what would follow from the number. A duty that not everybody has signed is no window into what others
do: nothing is counted for it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django.db.models import F, Q, QuerySet

from guildhall.agreements.models import Obligation, Party
from guildhall.context import Keeper, keeping
from guildhall.employers.models import EmployerLogin
from guildhall.engagements.models import Engagement, FollowUp
from guildhall.events.models import Event, TakingPart
from guildhall.lib import clock
from guildhall.lib.small_counts import FEWEST
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Person
from guildhall.placements.models import Placement
from guildhall.store.days import region_day
from guildhall.students.querysets import places_of
from guildhall.supervision.models import HoursEntry

WHY = "how far the duties of an agreement are, which names nobody"
Reader = Person | EmployerLogin
Counts = Obligation.Counts


@dataclass(frozen=True, slots=True)
class Fact:
    """One row that may count: of which employer and institution, when, how much, of what kind, whose."""

    pk: UUID
    employer: UUID
    lineage: Sequence[UUID]
    day: date
    amount: Decimal | int = 1
    kind: str = ""
    student: UUID | None = None


@dataclass(frozen=True)
class Progress:
    """How far a duty is; `done` is None where it would tell of fewer than ten students of another institution, and
    where the duty does not count yet.
    """

    obligation: Obligation
    done: int | None

    @property
    def fewest(self) -> int:
        """How few students are not told of as a number."""
        return FEWEST

    @property
    def state(self) -> str:
        """Kept, missed, behind, on track, ahead of its first day, or over before its last; empty where that would tell
        the hidden number.
        """
        if not self.obligation.is_agreed:
            return ""
        if self.done is not None:
            return self._state(self.done)
        first, last = self._state(0), self._state(FEWEST - 1)
        return first if first == last else ""

    def _state(self, done: int) -> str:
        one, today = self.obligation, clock.today()
        if done >= one.wanted:
            return "kept"
        ended_on = one.revision.agreement.ended_on
        if ended_on is not None and ended_on < one.due_on:
            return "over"
        if one.due_on < today:
            return "missed"
        if today < one.starts_on:
            return "ahead"
        days, passed = (one.due_on - one.starts_on).days + 1, (today - one.starts_on).days
        return "behind" if done < one.wanted * passed // days else "on_track"


def progress_of(obligations: Iterable[Obligation], reader: Reader) -> list[Progress]:
    """How far some duties are, as their reader may know: read with `party` and `revision.agreement.parties`."""
    by_counts: dict[str, list[Obligation]] = defaultdict(list)
    rows = list(obligations)
    for one in rows:
        if one.is_agreed:
            by_counts[one.counts].append(one)
    facts = {counts: facts_for(counts, same, reader) for counts, same in by_counts.items() if counts in READ}
    own = frozenset(places_of(reader)) if isinstance(reader, Person) else None
    return [Progress(one, _done(one, facts.get(one.counts, ()), own)) for one in rows]


def _done(one: Obligation, facts: Iterable[Fact], own: frozenset[UUID] | None) -> int | None:
    if not one.is_agreed:
        return None
    if one.counts == Counts.BY_HAND:
        return one.noted
    counted = [fact for fact in facts if Bounds.of(one).holds(fact)]
    if one.is_of_students and own is not None:
        others = {fact.student for fact in counted if own.isdisjoint(fact.lineage)}
        if 0 < len(others) < FEWEST:
            return None
    if one.counts in (Counts.BEGUN, Counts.COMPLETED):
        return len({fact.student for fact in counted})
    return int(sum(fact.amount for fact in counted))


@dataclass(frozen=True)
class Bounds:
    """What counts for a duty: rows with which employers, of which institutions with all below, when, of which kinds."""

    employers: frozenset[UUID]
    places: frozenset[UUID]
    first: date
    last: date
    kinds: frozenset[str]

    @classmethod
    def of(cls, one: Obligation) -> "Bounds":
        """An employer's duty: its own rows with the institutions; an institution's: its rows with the employers."""
        agreement = one.revision.agreement
        parties: list[Party] = list(agreement.parties.all())
        employers = {p.employer_id for p in parties if p.employer_id and one.party.employer_id in (None, p.employer_id)}
        places = {p.institution_id for p in parties if p.institution_id and p.is_ours}
        if one.party.institution_id:
            places = {one.party.institution_id}
        places = places or {agreement.institution_id}
        return cls(frozenset(employers), frozenset(places), one.starts_on, one.due_on, frozenset(one.kinds))

    def holds(self, fact: Fact) -> bool:
        """Whether a row counts."""
        return (
            fact.employer in self.employers
            and not self.places.isdisjoint(fact.lineage)
            and self.first <= fact.day <= self.last
            and (not self.kinds or fact.kind in self.kinds)
        )


def facts_for(counts: str, obligations: Iterable[Obligation], reader: Reader) -> list[Fact]:
    """The rows of one kind that may count for some duties."""
    bounds = [Bounds.of(one) for one in obligations]
    employers = frozenset().union(*(one.employers for one in bounds))
    if not employers:
        return []
    window = (min(one.first for one in bounds), max(one.last for one in bounds))
    return READ[counts](Asked(list(employers), window, reader))


@dataclass(frozen=True)
class Asked:
    """Which rows are read: of which employers, in which days, for whom."""

    employers: list[UUID]
    window: tuple[date, date]
    reader: Reader

    @property
    def person(self) -> Person:
        """Who of the staff reads; of an employer nobody is asked so."""
        return cast(Person, self.reader)

    @cached_property
    def is_staff(self) -> bool:
        return isinstance(self.reader, Person)


def _begun(asked: Asked) -> list[Fact]:
    return _placed(asked, "started_on", Q())


def _completed(asked: Asked) -> list[Fact]:
    return _placed(asked, "ended_on", Q(state=Placement.State.COMPLETED))


def _placed(asked: Asked, day: str, condition: Q) -> list[Fact]:
    with keeping(Keeper.RECOUNT, WHY):
        rows = Placement.objects.filter(condition, employer__in=asked.employers, **{f"{day}__range": asked.window})
        names = ("pk", "employer", "institution__lineage", day, "kind", "student")
        return [Fact(pk, of, at, on, 1, kind, who) for pk, of, at, on, kind, who in rows.values_list(*names)]


def _hours(asked: Asked) -> list[Fact]:
    with keeping(Keeper.RECOUNT, WHY):
        rows = HoursEntry.objects.current().filter(
            state=HoursEntry.State.APPROVED, day__range=asked.window, placement__employer__in=asked.employers
        )
        names = ("pk", "placement__employer", "institution__lineage", "day", "hours", "placement__kind",
                 "placement__student")  # fmt: skip
        return [Fact(pk, of, at, on, n, kind, who) for pk, of, at, on, n, kind, who in rows.values_list(*names)]


# An e-mail of ours is answered by nobody who says so, and events are counted by themselves.
WRITTEN_OR_EVENT = ("email", "event")


def _engagements(asked: Asked) -> list[Fact]:
    rows: Any = Engagement.objects.standing()
    open_to_all = Q(visibility="region", stays_with=None)
    rows = rows.open_to(asked.person) if asked.is_staff else rows.filter(open_to_all)
    rows = rows.contacts().exchanges().exclude(kind__in=WRITTEN_OR_EVENT)
    rows = rows.filter(employer__in=asked.employers, happened_on__range=asked.window)
    return _facts(rows, "employer", "institution", "happened_on")


def _follow_ups(asked: Asked) -> list[Fact]:
    rows: Any = FollowUp.objects.confirmed()
    private = Q(engagement__isnull=False) & (~Q(engagement__visibility="region") | ~Q(engagement__stays_with=None))
    rows = rows.open_to(asked.person) if asked.is_staff else rows.exclude(private)
    rows = rows.filter(employer__in=asked.employers).annotate(on=region_day(F("confirmed_at")))
    return _facts(rows.filter(on__range=asked.window), "employer", "institution", "on")


def _events(asked: Asked) -> list[Fact]:
    rows = TakingPart.objects.filter(state=TakingPart.State.CAME, employer__in=asked.employers)
    if asked.is_staff:
        rows = rows.filter(event__in=Event.objects.visible_to(asked.person))
    rows = rows.annotate(on=region_day(F("event__starts_at"))).filter(on__range=asked.window)
    return _facts(rows, "employer", "event__institution", "on")


def _places(asked: Asked) -> list[Fact]:
    rows: Any = Opportunity.objects.visible_to(asked.person) if asked.is_staff else Opportunity.objects.all()
    rows = rows.filter(state__in=("posted", "closed"), employer__in=asked.employers, posted_at__isnull=False)
    rows = rows.annotate(on=region_day(F("posted_at"))).filter(on__range=asked.window)
    names = ("pk", "employer", "holder__lineage", "on", "places", "kind")
    return [Fact(pk, of, at, on, n, kind) for pk, of, at, on, n, kind in rows.values_list(*names)]


def _facts(rows: QuerySet[Any], employer: str, place: str, day: str) -> list[Fact]:
    return [Fact(*values) for values in rows.values_list("pk", employer, f"{place}__lineage", day)]


READ: dict[str, Callable[[Asked], list[Fact]]] = {
    Counts.BEGUN: _begun,
    Counts.COMPLETED: _completed,
    Counts.HOURS: _hours,
    Counts.ENGAGEMENTS: _engagements,
    Counts.FOLLOW_UPS: _follow_ups,
    Counts.EVENTS: _events,
    Counts.PLACES: _places,
}
