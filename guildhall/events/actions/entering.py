"""Planning events and changing them; and events that took place outside of the calendar, recorded afterward (C17)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.events import emails, rules
from guildhall.events.actions import clashing
from guildhall.events.eligibility import tidy
from guildhall.events.following import What, followed, times_now
from guildhall.events.kinds import LABELS
from guildhall.events.models import Event, Occurrence
from guildhall.events.overrides import in_words, moved_along, standing
from guildhall.events.querysets import LONGEST
from guildhall.events.repeating import NoSeries, Times, distinct, next_to_next, times_of
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.reach import in_reach
from guildhall.lib.scopes import Scope
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.pathways.models import Pathway, Program
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

State, Audience = Event.State, Event.Audience
RELATED = ("institution", "organizer")
OF_MANY = ("partners", "open_to", "programs", "pathways")
MINUTE = timedelta(minutes=1)
HOUSES = (Institution.Kind.COLLEGE, Institution.Kind.DISTRICT, Institution.Kind.SCHOOL)


@dataclass(frozen=True, slots=True)
class Facts:
    """An event as somebody describes it."""

    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    audience: str = Audience.OWN
    zone: str = ""
    all_day: bool = False
    description: str = ""
    rule: str = ""
    added: tuple[datetime, ...] = ()
    left_out: tuple[datetime, ...] = ()
    place: str = ""
    room: str = ""
    link: str = ""
    capacity: int | None = None
    books_from: datetime | None = None
    books_until: datetime | None = None
    cluster: str = ""
    eligibility: list[Any] = field(default_factory=list)
    partners: tuple[Institution, ...] = ()
    open_to: tuple[Institution, ...] = ()
    programs: tuple[Program, ...] = ()
    pathways: tuple[Pathway, ...] = ()


@transaction.atomic
def plan_event(facts: Facts, *, institution: Institution, by: Person) -> Event:
    """Plan an event as a draft, which only those who plan it with you see (C3)."""
    require(rules.can_plan(by, institution))
    event = Event(institution=institution, organizer=by, made_at=clock.now(), version=0)
    _take(event, facts, in_reach_of=clock.today() if facts.starts_at < clock.now() else None)
    _write(event, facts)
    record("plan event", event, by=by, after=_told(event), institution=institution)
    return event


@transaction.atomic
def record_event(facts: Facts, *, attended: int | None, institution: Institution, by: Person) -> Event:
    """Record an event that took place outside of this calendar, so that it is not missing from the figures (C17)."""
    require(rules.can_plan(by, institution))
    if facts.ends_at > clock.now():
        refuse("It is not over yet: plan it instead.")
    now = clock.now()
    event = Event(institution=institution, organizer=by, made_at=now, version=0, origin=Event.Origin.AFTERWARD)
    _take(event, facts)
    event.state, event.published_at = State.HELD, now
    event.attended, event.attended_said = attended, attended is not None
    _write(event, facts)
    scope = _scope_of(event, () if attended is None else ("attended",))
    record("record event", event, by=by, after=_told(event), institution=institution, scope=scope)
    return event


@transaction.atomic
def change_event(event: Event, facts: Facts, *, because: str = "", version: int, by: Person) -> Event:
    """Change what is said of an event. The time of a published one is changed by moving it, which tells people.

    Raises `ReasonNeeded` where a published one clashes, as it is then, with something that it did not before (N8).
    """
    if event.state == State.PUBLISHED:  # one that was published meanwhile has another version
        clashing.one_at_a_time()
    row = held(event.pk, version)
    require(rules.can_change(by, row))
    before, times = _told(row), times_now(row)
    if row.state == State.PUBLISHED:
        if abs(facts.starts_at - row.starts_at) >= MINUTE or abs(facts.ends_at - row.ends_at) >= MINUTE:
            refuse("It is published: move it to another time, so that everybody concerned is told.")
        if (facts.rule, facts.zone or row.zone) != (row.rule, row.zone):
            refuse("It is published: how it repeats stays as it was announced. Leave days out, or cancel it.")
        facts = replace(facts, starts_at=row.starts_at, ends_at=row.ends_at)  # forms know no seconds
    with clashing.asking_about_new(row, because, by=by):
        _take(row, facts)
        _write(row, facts, was=times if row.starts_at != before["starts_at"] else ())
    keep(row, "change event", by=by, before=before, reason=one_line(because)[:300], saved=True)
    followed(row, What.CHANGED, by=by)
    _tell_where(row, before, by=by)
    return row


def _tell_where(row: Event, before: dict[str, Any], *, by: Person) -> None:
    """Of a published event everybody concerned is told that it takes place elsewhere, and calendars take it over."""
    if row.state != State.PUBLISHED or all(getattr(row, name) == before[name] for name in ("place", "room", "link")):
        return
    row.sequence += 1
    row.save(update_fields=["sequence"])
    followed(row, What.ELSEWHERE, by=by)
    emails.tell_changed(row, "place", by=by)


def held(pk: UUID, version: int | None = None) -> Event:
    """An event, locked; raises `Conflict` where somebody changed it since."""
    row = locked(Event, pk, *RELATED)
    if version is not None and row.version != version:
        raise Conflict
    return row


def keep(
    row: Event, verb: str, *, by: Person | None, before: dict[str, Any], reason: str = "", saved: bool = False
) -> None:
    """Save an event as it is now, and write what changed."""
    if not saved:
        row.version += 1
        row.save()
    after = _told(row)
    changed = [name for name in after if after[name] != before.get(name)]
    was, now = ({name: facts.get(name) for name in changed} for facts in (before, after))
    scope = _scope_of(row, changed)
    record(verb, row, by=by, before=was, after=now, institution=row.institution, reason=reason, scope=scope)


def _scope_of(row: Event, changed: Iterable[str]) -> Scope:
    """Whom the line in the journal may be shown to: how many came, however few, to the own people (R6)."""
    return row.scope | Scope(behind=frozenset({row.institution_id})) if "attended" in changed else row.scope


def told(row: Event) -> dict[str, Any]:
    """An event as the journal keeps it."""
    return _told(row)


def _told(row: Event) -> dict[str, Any]:
    names = [f.name for f in fields(Facts) if f.name not in (*OF_MANY, "added", "left_out")]
    values = {name: getattr(row, name) for name in (*names, "state", "canceled_because", "attended")}
    lists = {name: sorted(text_of(one) for one in getattr(row, name).all()) for name in OF_MANY}
    values |= {"left_out": [moment.isoformat() for moment in row.left_out], "overrides": in_words(row.overrides)}
    return values | lists


def _take(event: Event, facts: Facts, *, in_reach_of: Any = None) -> None:
    """What was said, as the row keeps it; raises `Refused` where it cannot be."""
    if in_reach_of is not None:
        refuse("This time has passed. Record it as an event that has taken place.")
    _check(facts)
    plain = {f.name: getattr(facts, f.name) for f in fields(Facts) if f.name not in OF_MANY}
    plain |= {"title": one_line(facts.title)[:160], "place": one_line(facts.place)[:200]}
    plain |= {"room": one_line(facts.room)[:80], "zone": facts.zone or str(clock.zone())}
    plain |= {"added": distinct(facts.added), "left_out": distinct(facts.left_out)}
    plain["eligibility"] = tidy(facts.eligibility)
    for name, value in plain.items():
        setattr(event, name, value)


def _check(facts: Facts) -> None:
    if facts.kind not in LABELS:
        refuse("Choose what kind of event it is.")
    if not one_line(facts.title):
        refuse("Give it a title: it is what people find it by.")
    if facts.ends_at < facts.starts_at:
        refuse("It cannot end before it begins.")
    if facts.ends_at - facts.starts_at > LONGEST:
        refuse("One time of an event lasts two weeks at the most. Let it repeat instead.")
    require(in_reach(clock.day_of(facts.starts_at)))
    if facts.books_from and facts.books_until and facts.books_until < facts.books_from:
        refuse("Booking cannot end before it begins.")
    if facts.books_until and facts.books_until > facts.ends_at and not (facts.rule or facts.added):
        refuse("Nobody can book any more when it is over.")
    if facts.capacity is not None and not 0 <= facts.capacity <= 100_000:
        refuse("Say how many places there are.")
    if facts.audience == Audience.NAMED and not facts.open_to:
        refuse("Name the institutions that it is for.")
    if facts.zone and not _is_zone(facts.zone):
        refuse("This time zone is not known.")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError):  # a name that is no path, or of nothing
        return False
    return True


def _write(event: Event, facts: Facts, *, was: Sequence[datetime] = ()) -> None:
    """Save an event with what hangs on it: whom it is shown to, and each of its times (`was`: before)."""
    event.version += 1
    event.last_at = event.ends_at
    event.save()
    for name in OF_MANY:
        getattr(event, name).set(getattr(facts, name))
    show_to(event)
    spell_out(event, was=was)


def show_to(event: Event) -> None:
    """Work out to which institutions an event is shown: the named ones, one's own, and who hosts it with us."""
    place = event.institution
    partners = list(event.partners.values_list("pk", flat=True))
    if event.audience in (Audience.ALL, Audience.PUBLIC):
        event.shown_to = None
    elif event.audience == Audience.NAMED:
        event.shown_to = [*event.open_to.values_list("pk", flat=True), place.pk, *partners]
    elif event.audience == Audience.OWN:
        house = Institution.objects.filter(pk__in=place.lineage, kind__in=HOUSES).order_by("lineage__len").first()
        event.shown_to = [(house or place).pk, *partners]
    else:
        event.shown_to = [place.pk, *partners]
    event.save(update_fields=["shown_to"])


def spell_out(event: Event, *, was: Sequence[datetime] = ()) -> None:
    """Write down each time of an event anew, so that the calendar and the clash check read moments and no rules.

    What single times say otherwise goes along from the times that were (`was`), and is gone with a time that is.
    """
    series = Times(event.starts_at, event.ends_at, event.zone, event.rule, tuple(event.added), tuple(event.left_out))
    try:
        times = times_of(series)
    except NoSeries:
        refuse("How it repeats cannot be read, or it repeats more often than once a day.")
    if not times:
        refuse("This series has no day on which it takes place.")
    event.occurrences.all().delete()
    Occurrence.objects.bulk_create(Occurrence(event=event, starts_at=a, ends_at=b) for a, b in times)
    event.last_at = max(ends for _starts, ends in times)
    starts = [begins for begins, _ends in times]
    along = moved_along(event.overrides, next_to_next(was, starts, clock.now()))
    event.overrides = standing(along, starts) if event.repeats else {}
    event.save(update_fields=["last_at", "overrides"])
