"""The one calendar for a reader: a month, a week or a list of it, with the same events in each (C3)."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from guildhall.employers.models import Employer
from guildhall.events.kinds import LABELS
from guildhall.events.models import Clash, Event, Occurrence, TakingPart
from guildhall.events.querysets import EventQuerySet, OccurrenceQuerySet, planned_by
from guildhall.lib import clock
from guildhall.pathways.models import Pathway
from guildhall.people.models import Institution, Person
from guildhall.ui.naming import names_of

A_DAY = 4  # events of a day in the month; the others stand in its list
SUNDAY = 6
MOST_NAMES = 500


@dataclass(frozen=True)
class Wanted:
    """What of the calendar somebody wants to see."""

    kind: str = ""
    audience: str = ""
    institution: Institution | None = None
    pathway: Pathway | None = None
    employer: Employer | None = None

    @property
    def narrowed(self) -> bool:
        return bool(self.kind or self.audience or self.institution or self.pathway or self.employer)


@dataclass(frozen=True)
class Day:
    """One day of the calendar: what is shown of it, and how much more there is."""

    day: date
    rows: list[Any] = field(default_factory=list)
    more: int = 0
    outside: bool = False

    @property
    def is_today(self) -> bool:
        return self.day == clock.today()


def wanted_events(person: Person, wanted: Wanted) -> EventQuerySet:
    """The events that a person sees and wants to see."""
    events = narrowed(Event.objects.visible_to(person), wanted)
    if wanted.employer:
        parts = TakingPart.objects.seen_by(person).filter(event=OuterRef("pk"), employer=wanted.employer)
        events = events.filter(Exists(parts))
    return events


def narrowed(events: EventQuerySet, wanted: Wanted) -> EventQuerySet:
    """Of some events those that somebody wants to see, whoever reads; employers are asked of by who sees them."""
    if wanted.kind in LABELS:
        events = events.filter(kind=wanted.kind)
    if wanted.audience in Event.Audience.values:
        events = events.filter(audience=wanted.audience)
    if wanted.institution:
        hosted = Event.partners.through.objects.filter(event=OuterRef("pk"), institution=wanted.institution)
        ours = Q(institution__lineage__contains=[wanted.institution.pk])
        events = events.filter(ours | Exists(hosted))
    if wanted.pathway:
        paths = Event.pathways.through.objects.filter(event=OuterRef("pk"), pathway=wanted.pathway)
        programs = Event.programs.through.objects.filter(event=OuterRef("pk"), program__pathway=wanted.pathway)
        events = events.filter(Exists(paths) | Exists(programs))
    return events


Mark = Callable[[Sequence[Any]], Sequence[Any]]  # what is said of each row to whoever reads


def plain(rows: Sequence[Any]) -> Sequence[Any]:
    """Rows for visitors, to whom no event is their own and no clash is told."""
    for row in rows:
        row.mine = row.clashes = False
    return rows


def days_of(
    wanted: EventQuerySet, first: date, last: date, *, mark: Mark = plain, most: int | None = None
) -> dict[date, Day]:
    """The events of a period, day by day; with `most`, so many of each day and the number of the others.

    The times of the period are read first, by their index; whether they are seen is asked of these alone, so that a
    month costs what stands in it, however many events the calendar holds.
    """
    begin, end = _moment(first), _moment(last + timedelta(1))
    times = Occurrence.objects.filter(starts_at__gte=begin, starts_at__lt=end)
    seen = set(wanted.filter(pk__in=times.values("event")).order_by().values_list("pk", flat=True))
    found = times.order_by("starts_at", "pk").values_list("pk", "event", "starts_at")
    of_day: dict[date, list[int]] = defaultdict(list)
    for pk, event, starts in found:
        if event in seen:
            of_day[clock.day_of(starts)].append(pk)
    shown = [pk for pks in of_day.values() for pk in pks[:most]]
    rows = {row.pk: row for row in mark(list(_with_events(Occurrence.objects.filter(pk__in=shown))))}
    return {
        day: Day(day, [rows[pk] for pk in pks[:most]], len(pks) - len(pks[:most]))
        for day, pks in of_day.items()
    }  # fmt: skip


def _with_events(rows: OccurrenceQuerySet) -> OccurrenceQuerySet:
    """With what a calendar shows of their events."""
    return rows.select_related("event__institution").defer("event__description", "event__eligibility")


def _moment(day: date) -> datetime:
    return clock.moment_of(day, time())


def marked(person: Person, rows: Sequence[Any]) -> Sequence[Any]:
    """The same rows, which say whether an event is the reader's own and whether it stands in a clash that they see."""
    ours = set(planned_by(person))
    ids = {row.event_id for row in rows}
    clashes = Clash.objects.visible_to(person).filter(Q(event__in=ids) | Q(other__in=ids), duplicate=False)
    clashing: set[UUID] = set()
    if ids:
        for pair in clashes.filter(event__state="published", other__state="published").values_list("event", "other"):
            clashing.update(pair)
    for row in rows:
        row.mine, row.clashes = row.event.institution_id in ours, row.event_id in clashing
    return rows


@dataclass(frozen=True)
class Sheet:
    """A month or a week: its weeks of seven days, the days on which something is, and the periods beside it."""

    first: date
    weeks: list[list[Day]]
    before: date
    after: date

    @cached_property
    def agenda(self) -> list[Day]:
        """The same days as a list: those of the period on which something takes place."""
        return [day for week in self.weeks for day in week if day.rows and not day.outside]

    @cached_property
    def gone(self) -> list[Day]:
        """The days of the present period that are over: a list begins with today."""
        today = clock.today()
        return [day for day in self.agenda if day.day < today] if self.first <= today < self.after else []

    @property
    def ahead(self) -> list[Day]:
        """The days after these."""
        return self.agenda[len(self.gone) :]

    @property
    def has_any(self) -> bool:
        return bool(self.agenda)


def month_of(wanted: EventQuerySet, day: date, *, mark: Mark = plain, most: int | None = A_DAY) -> Sheet:
    """The month of a day, in weeks from Sunday to Saturday; with `most`, so many events of each day."""
    weeks = Calendar(SUNDAY).monthdatescalendar(day.year, day.month)
    found = days_of(wanted, weeks[0][0], weeks[-1][-1], mark=mark, most=most)
    filled = [[_day(found, one, outside=one.month != day.month) for one in week] for week in weeks]
    first = day.replace(day=1)
    return Sheet(first, filled, (first - timedelta(1)).replace(day=1), (first + timedelta(32)).replace(day=1))


def week_of(wanted: EventQuerySet, day: date, *, mark: Mark = plain) -> Sheet:
    """The week of a day, from Sunday to Saturday, with all its events."""
    first = day - timedelta((day.weekday() + 1) % 7)
    found = days_of(wanted, first, first + timedelta(6), mark=mark)
    filled = [[_day(found, first + timedelta(n)) for n in range(7)]]
    return Sheet(first, filled, first - timedelta(7), first + timedelta(7))


def _day(found: dict[date, Day], day: date, *, outside: bool = False) -> Day:
    one = found.get(day)
    return Day(day, one.rows if one else [], one.more if one else 0, outside)


def list_from(wanted: EventQuerySet, first: date, last: date | None = None) -> OccurrenceQuerySet:
    """The events from a day on, or of some days, for a list that is read page by page."""
    rows = Occurrence.objects.filter(event__in=wanted, starts_at__gte=_moment(first))
    if last is not None:
        rows = rows.filter(starts_at__lt=_moment(last + timedelta(1)))
    return _with_events(rows)


def of_employer(person: Person, employer: Employer) -> list[TakingPart]:
    """The events at which an employer takes or took part, as far as a person sees them, the newest first."""
    rows = TakingPart.objects.visible_to(person).filter(employer=employer)
    return list(rows.select_related("event__institution").order_by("-event__starts_at")[:100])


def public_rows(first: date) -> OccurrenceQuerySet:
    """What everybody may read without signing in, from a day on."""
    rows = Occurrence.objects.filter(event__in=Event.objects.public().exclude(state="canceled"))
    return rows.filter(starts_at__gte=_moment(first)).select_related("event__institution")


def employers_of(person: Person) -> dict[str, str]:
    """The names of employers that stand on events of the last year and ahead, by key, to narrow the calendar by."""
    since = clock.now() - timedelta(days=365)
    parts = TakingPart.objects.visible_to(person).filter(event__last_at__gte=since)
    rows = Employer.objects.filter(pk__in=parts.values("employer")).only("name").order_by("name")
    return names_of(rows[:MOST_NAMES])


def what_is_ahead(events: EventQuerySet) -> tuple[list[str], list[Institution], list[Pathway]]:
    """The kinds, institutions and pathways of some events that are still ahead, to narrow them by."""
    ahead = events.ahead()
    found = list(ahead.order_by().values_list("kind", "institution").distinct())
    places = Institution.objects.filter(pk__in={place for _kind, place in found}).order_by("name")
    paths = Event.pathways.through.objects.filter(event__in=ahead, pathway=OuterRef("pk"))
    programs = Event.programs.through.objects.filter(event__in=ahead, program__pathway=OuterRef("pk"))
    aimed = Pathway.objects.filter(Exists(paths) | Exists(programs)).order_by("name")
    return sorted({kind for kind, _place in found}), list(places[:300]), list(aimed[:200])


def pathways_of(person: Person) -> list[Pathway]:
    """The pathways to narrow the calendar by."""
    return list(Pathway.objects.visible_to(person).open().order_by("name").only("name")[:200])


def institutions_of(person: Person) -> list[Institution]:
    """The institutions to narrow the calendar by."""
    kinds = (Institution.Kind.COLLEGE, Institution.Kind.DISTRICT, Institution.Kind.SCHOOL, Institution.Kind.REGION)
    return list(Institution.objects.visible_to(person).open().filter(kind__in=kinds).order_by("name")[:300])
