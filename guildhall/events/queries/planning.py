"""Events as the clash check reads them, and what it comes to for one event and one reader (N8)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any
from uuid import UUID

from django.db.models import Q

from guildhall.context import Keeper, keeping
from guildhall.employers.models import Employer
from guildhall.events.clashes import NEAR, Found, Planned, clash_of, clashes_of, free_slots
from guildhall.events.kinds import family_of
from guildhall.events.models import Event, Occurrence, TakingPart
from guildhall.events.overrides import details_of
from guildhall.events.querysets import LONGEST
from guildhall.lib import clock
from guildhall.lib.small_counts import FEWEST
from guildhall.opportunities.kinds import BY_SLUG
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import longest_serving
from guildhall.students.models import Enrolment

DAYS = 15  # in which another time is looked for
HOURS = (9, 11, 13, 15, 17)
Times = dict[UUID, list[tuple[datetime, datetime]]]
COMING = (TakingPart.State.NAMED, TakingPart.State.INVITED, TakingPart.State.CONFIRMED)  # who may still come
WITH_AIMS = ("programs", "pathways", "parts__employer", "parts__opportunity")


def planned(events: Iterable[Event], times: Times, known: frozenset[UUID] | None = None) -> list[Planned]:
    """Some events, read with `WITH_AIMS`, at each of their times; with `known`, of their employers those alone."""
    rows = []
    for event in events:
        parts = [part for part in event.parts.all() if part.state in COMING]
        parts = [part for part in parts if known is None or part.employer_id in known]
        facts: dict[str, Any] = {
            "pk": event.pk,
            "kind": event.kind,
            "family": family_of(event.kind),
            "institution": event.institution_id,
            "reached": None if event.shown_to is None else frozenset(event.shown_to),
            "employers": frozenset(part.employer_id for part in parts),
            "industries": frozenset(part.employer.naics for part in parts if part.employer.naics),
            "offers": _offers(parts),
            "programs": _aims(event),
        }
        for starts, ends in times.get(event.pk, ()):
            called = details_of(event, starts)
            rows.append(Planned(title=called.title, place=called.place, starts=starts, ends=ends, **facts))
    return rows


def _offers(parts: Sequence[TakingPart]) -> frozenset[str]:
    """Groups of occupations and stages of what employers offer there."""
    offered = [part.opportunity for part in parts if part.opportunity]
    groups = {f"soc:{one.soc[:2]}" for one in offered if one.soc}
    stages = {f"stage:{BY_SLUG[one.kind].stage}" for one in offered if not one.soc and one.kind in BY_SLUG}
    return frozenset(groups | stages)


def _aims(event: Event) -> frozenset[str]:
    """What it aims at, so that two colleges' programs of one subject meet: codes of CIP, pathways, clusters."""
    found = {f"cluster:{event.cluster}"} if event.cluster else set()
    for program in event.programs.all():
        found.add(f"cip:{program.cip[:5]}" if program.cip else f"program:{program.pk}")
        if program.pathway_id:
            found.add(f"pathway:{program.pathway_id}")
    return frozenset(found | {f"pathway:{row.pk}" for row in event.pathways.all()})


def competing(
    event: Event,
    periods: Sequence[tuple[datetime, datetime]],
    *,
    only: Any = None,
    known: frozenset[UUID] | None = None,
) -> list[Planned]:
    """Every other event of some periods that still competes for a time, whoever may see it: drafts as well.

    Each period is asked of the database by itself: of a series of a year what stands near its days is read, and not
    the year. Whoever publishes waits for whoever does so now.
    """
    times = Occurrence.objects.near([(begin - NEAR, end + NEAR) for begin, end in periods]).exclude(event=event.pk)
    times = times.filter(event__state__in=["draft", "published"])
    if only is not None:
        times = times.filter(event__in=only)
    by_event: Times = {}
    for pk, starts, ends in times.values_list("event", "starts_at", "ends_at"):
        by_event.setdefault(pk, []).append((starts, ends))
    rows = Event.objects.filter(pk__in=by_event).prefetch_related(*WITH_AIMS)
    return planned(rows, by_event, known)


def _known(event: Event, found: Iterable[Found], reader: Person) -> frozenset[UUID]:
    """Of the employers at some events those that the reader sees."""
    asked = set(event.parts.values_list("employer", flat=True)).union(*(c.second.employers for c in found))
    return frozenset(Employer.objects.visible_to(reader).filter(pk__in=asked).values_list("pk", flat=True))


def clashes_now(event: Event) -> list[Found]:
    """All that an event clashes with at any of its times still ahead, whoever may see it."""
    own = list(event.occurrences.filter(ends_at__gt=clock.now()).values_list("starts_at", "ends_at"))
    if not own:
        return []
    others = competing(event, own)
    whole = Event.objects.prefetch_related(*WITH_AIMS).get(pk=event.pk)
    found: dict[Any, Found] = {}
    for one in planned([whole], {event.pk: own}):
        near = [other for other in others if other.starts < one.ends + LONGEST and other.ends > one.starts - LONGEST]
        for clash in clashes_of(one, near):
            if clash.second.pk not in found or clash.score > found[clash.second.pk].score:
                found[clash.second.pk] = clash
    return sorted(found.values(), key=lambda clash: (not clash.duplicate, -clash.score, str(clash.second.pk)))


@dataclass(frozen=True)
class Shown:
    """One clash as a reader may know it: the other event where they see it, else whom to ask, and nothing more."""

    found: Found
    event: Event | None
    ask: Person | None
    students: int | None = None  # in full tens

    @property
    def few(self) -> bool:
        """Fewer than ten, or none."""
        return self.students == 0


@dataclass(frozen=True)
class Check:
    """What the clash check comes to for one reader."""

    clashes: Sequence[Shown]
    slots: Sequence[datetime] = ()

    def __bool__(self) -> bool:
        return bool(self.clashes)


def check_for(event: Event, reader: Person) -> Check:
    """The clashes of an event as one person may know them, with up to three other times.

    What is hidden from the reader changes nothing but that it is named as hidden: it is not counted, and the times
    that are offered come from what the reader sees.
    """
    found = clashes_now(event)
    if not found:
        return Check(())
    rows = Event.objects.visible_to(reader).filter(pk__in=[clash.second.pk for clash in found])
    seen = {row.pk: row for row in rows.select_related("institution", "organizer")}
    known = _known(event, found, reader)
    shown = [_shown(clash, event, seen.get(clash.second.pk), known) for clash in found]
    return Check(_each_to_ask_once(shown), slots_for(event, reader))


def _each_to_ask_once(shown: Sequence[Shown]) -> list[Shown]:
    """That there is something hidden, and whom to ask; not how much of it there is (ADR 45)."""
    asked: set[Any] = set()
    kept = []
    for one in shown:
        if one.event is None and one.ask in asked:
            continue
        if one.event is None:
            asked.add(one.ask)
        kept.append(one)
    return kept


def _shown(clash: Found, event: Event, other: Event | None, known: frozenset[UUID]) -> Shown:
    """A clash by what the reader sees of both events; one that rests on something else is named as hidden."""
    if other is not None:
        whole = {row.pk: row for row in Event.objects.filter(pk__in=[event.pk, other.pk]).prefetch_related(*WITH_AIMS)}
        times = {
            event.pk: [(clash.first.starts, clash.first.ends)],
            other.pk: [(clash.second.starts, clash.second.ends)],
        }
        mine, theirs = planned([whole[event.pk], whole[other.pk]], times, known)
        if seen := clash_of(mine, theirs):
            return Shown(seen, other, other.organizer, students_of_both(event, other))
    place = Institution.objects.get(pk=clash.second.institution)
    return Shown(clash, None, longest_serving(Permission.RECORD_ENGAGEMENTS, place))


def students_of_both(event: Event, other: Event) -> int:
    """How many students are eligible for both events, in the whole territory, in full tens (N8, R6).

    Drafts are made up in a minute: a number to the last one would tell, by two of them, of a single student.
    """
    with keeping(Keeper.RECOUNT, "students eligible for two events that clash"):
        rows = _whom(event).filter(student__in=_whom(other).values("student"))
        count = int(rows.values("student").distinct().count())
        return count - count % FEWEST


def _whom(event: Event) -> Any:
    """What students learn today by which an event is for them, and by which they may come."""
    rows = Enrolment.objects.filter(Q(to_date=None) | Q(to_date__gte=clock.today()))
    if event.shown_to is not None:
        rows = rows.filter(institution__lineage__overlap=event.shown_to)
    programs, pathways = list(event.programs.values_list("pk", flat=True)), list(event.pathways.all())
    aims = Q(program__in=programs) | Q(program__pathway__in=pathways)
    if event.cluster:
        aims |= Q(program__cluster=event.cluster)
    if programs or pathways or event.cluster:
        rows = rows.filter(aims)
    ways = [reduce(and_, map(_condition, way)) for way in event.eligibility]
    return rows.filter(reduce(or_, ways)) if ways else rows


def _condition(condition: Mapping[str, Any]) -> Q:
    """One condition of who may come (`eligibility`), asked of what a student learns."""
    wanted = condition["of"]
    if condition["by"] == "program":
        return Q(program__in=wanted)
    if condition["by"] == "institution":
        return Q(institution__lineage__overlap=[UUID(one) for one in wanted])
    return reduce(or_, (Q(year__iexact=one) | Q(grade__iexact=one) for one in wanted))


def slots_for(event: Event, reader: Person) -> list[datetime]:
    """Up to three other times near its own at which it clashes with nothing that the reader sees (N8)."""
    begin = max(event.starts_at, clock.now())
    first = clock.day_of(begin)
    end = begin + timedelta(days=DAYS + 1)
    seen = Event.objects.visible_to(reader).filter(last_at__gt=begin).values("pk")
    employers = Employer.objects.visible_to(reader).filter(parts_in_events__event__last_at__gt=begin)
    known = frozenset(employers.values_list("pk", flat=True))
    others = competing(event, [(begin - timedelta(days=1), end)], only=seen, known=known)
    whole = Event.objects.prefetch_related(*WITH_AIMS).get(pk=event.pk)
    one = planned([whole], {event.pk: [(event.starts_at, event.ends_at)]}, known)[0]
    own = clock.local(event.starts_at).time()
    hours = sorted({own, *(time(hour) for hour in HOURS)}, key=lambda at: abs(at.hour - own.hour))
    days = [first + timedelta(n) for n in range(DAYS) if (first + timedelta(n)).weekday() < 5]
    starts = (clock.moment_of(day, at) for day in days for at in hours)
    return free_slots(one, others, (start for start in starts if start > clock.now() and start != event.starts_at))
