"""An institution's own calendar is brought: read, compared with what is known, applied, taken back (C3)."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.recording import record
from guildhall.events import emails, rules
from guildhall.events.actions import clashing
from guildhall.events.actions.entering import show_to, spell_out
from guildhall.events.actions.taking_in_days import apply_day
from guildhall.events.following import What, followed, times_now
from guildhall.events.models import Event, Intake, Subscription
from guildhall.events.overrides import made_here
from guildhall.events.parsing import NoCalendar, Read, Wrong, read_calendar
from guildhall.events.queries.intakes import Known, brought_as, edition_of, known_of, probable_duplicates
from guildhall.events.queries.planning import clashes_now
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

State, Origin = Event.State, Event.Origin
NEW, UPDATED, SAME, CANCELED, PART = "new", "updated", "same", "canceled", "part"
KEPT = ("title", "starts_at", "ends_at", "zone", "all_day", "rule", "added", "left_out", "description", "place", "link",
        "sequence", "state", "canceled_at", "canceled_because", "brought", "days_moved", "overrides")  # fmt: skip


@transaction.atomic
def check_calendar(
    content: bytes, source: str, *, institution: Institution, by: Person, subscription: Subscription | None = None
) -> Intake:
    """Read a calendar and compare it with what is known: new, changed, canceled, unchanged, refused, perhaps twice.

    Raises `Refused` where it is no calendar.
    """
    require(rules.can_take_in(by, institution))
    try:
        read, wrong = read_calendar(content, str(clock.zone()))
    except NoCalendar as problem:
        refuse("The calendar cannot be read: {why}", why=_(str(problem)))
    known = known_of(institution, {one.uid for one in read})
    rows = _rows(_newest(read), known)
    facts = {"rows": rows, "counts": _counts(read, wrong, rows, institution, by), "by": by, "made_at": clock.now()}
    intake = Intake.objects.create(institution=institution, subscription=subscription, source=source[:500], **facts)
    record("check calendar brought", intake, by=by, after=_numbers(intake), institution=institution)
    return intake


def _newest(read: Sequence[Read]) -> list[Read]:
    """Of an identifier that occurs several times the entry that was changed last; single days of a series apart."""
    newest: dict[tuple[str, str], Read] = {}
    for one in read:
        there = newest.get((one.uid, one.of))
        if there is None or one.sequence >= there.sequence:
            newest[(one.uid, one.of)] = one
    return sorted(newest.values(), key=lambda one: bool(one.of))


def _rows(read: Sequence[Read], known: Mapping[str, Known]) -> list[dict[str, Any]]:
    """Each with what is new about it. Where a series is written anew, so is each of its single days."""
    rows: list[dict[str, Any]] = []
    anew: set[str] = set()
    for one in read:  # series stand before their days
        row = _row(one, known.get(one.uid), anew)
        if row["what"] in (NEW, UPDATED):
            anew.add(one.uid)
        rows.append(row)
    return rows


def _row(one: Read, known: Known | None, anew: set[str]) -> dict[str, Any]:
    if one.of:
        what = SAME if known is not None and one.uid not in anew and known.has_day(one) else PART
    elif known is None:
        what = CANCELED if one.canceled else NEW
    elif one.sequence < known.sequence or known.same_as(one):
        what = SAME
    else:
        what = UPDATED
    return {"what": what, "known": str(known.pk) if known else "", **one.as_json()}


def _counts(
    read: Sequence[Read], wrong: Sequence[Wrong], rows: Sequence[dict[str, Any]], institution: Institution, by: Person
) -> dict[str, Any]:
    return {
        "events": len(read) + len(wrong),
        "recurring": sum(one.repeats for one in read if not one.of),
        "new": sum(row["what"] == NEW for row in rows),
        "updated": sum(row["what"] == UPDATED for row in rows),
        "created": 0,
        "probable_duplicates": probable_duplicates(rows, institution, by),
        "refused": [{"uid": one.uid, "message": one.message} for one in wrong],
    }


def _numbers(intake: Intake) -> dict[str, Any]:
    return {name: intake.counts[name] for name in ("events", "new", "updated")}


@transaction.atomic
def apply_intake(intake: Intake, *, version: int, by: Person) -> Intake:
    """Put what a calendar brought into the calendar of the institution; what was there changes where it is newer."""
    saved = _held(intake.pk, version)
    require(rules.can_work_on(by, saved))
    if saved.state != Intake.State.CHECKED:
        refuse("This calendar has been applied or taken back already.")
    clashing.one_at_a_time()
    before: list[dict[str, Any]] = []
    created = 0
    for row in saved.rows:
        made = _apply(row, saved, before, by=by)
        created += made
    saved.before, saved.state, saved.applied_at = before, Intake.State.APPLIED, clock.now()
    saved.counts = saved.counts | {"created": created}
    saved.version += 1
    saved.save()
    record("apply calendar brought", saved, by=by, after={"created": created}, institution=saved.institution)
    return saved


def _held(pk: UUID, version: int | None = None) -> Intake:
    row = locked(Intake, pk, "institution")
    if version is not None and row.version != version:
        raise Conflict
    return row


def _read_of(row: dict[str, Any]) -> Read:
    return Read(**{f.name: row[f.name] for f in fields(Read) if f.name in row})


def _apply(row: dict[str, Any], intake: Intake, before: list[dict[str, Any]], *, by: Person) -> int:
    """Apply one row; returns how many events it created."""
    one = _read_of(row)
    event = Event.objects.select_for_update().filter(institution=intake.institution, uid=one.uid).first()
    if row["what"] == PART:
        if event is not None:
            before.append(_kept(event))
            apply_day(event, one, by=by)
        return 0
    if event is None:
        if row["what"] != NEW:
            return 0
        event = Event(institution=intake.institution, organizer=by, uid=one.uid, intake=intake.pk, made_at=clock.now())
        event.origin, event.kind, event.audience, event.version = Origin.CALENDAR, "other", Event.Audience.OWN, 0
        event.published_at = clock.now()
        _take(event, one)
        return 1
    if row["what"] == UPDATED and one.sequence >= edition_of(event):
        before.append(_kept(event))
        _renew(event, one, by=by)
    return 0


def _renew(event: Event, one: Read, *, by: Person) -> None:
    """An event says something else now: whoever is concerned is told as if it had been changed here."""
    was, then, published = times_now(event), _when_and_where(event), event.state == State.PUBLISHED
    known = clashing.clashing_with(event)
    _take(event, one, was=was)
    if one.canceled:
        followed(event, What.CANCELED, by=by)
    else:
        now = _when_and_where(event)
        followed(event, What.CHANGED, by=by, was=was if now[0] != then[0] else ())
    if published and event.is_ahead:
        _tell(event, then, by=by)
        fresh = [found for found in clashes_now(event) if found.second.pk not in known]
        clashing.keep_clashes(event, fresh, _("It was moved in the institution’s own calendar."), by=by)


def _when_and_where(event: Event) -> tuple[Any, ...]:
    return event.starts_at, event.ends_at, event.place, event.link


def _tell(event: Event, then: tuple[Any, ...], *, by: Person) -> None:
    now = _when_and_where(event)
    if event.state == State.CANCELED:
        emails.tell_changed(event, "canceled", by=by)
    elif now[:2] != then[:2]:
        emails.tell_changed(event, "moved", by=by)
    elif now != then:
        emails.tell_changed(event, "place", by=by)
        followed(event, What.ELSEWHERE, by=by)


def _take(event: Event, one: Read, *, was: Sequence[datetime] = ()) -> None:
    first = event.starts_at
    event.title, event.description, event.place, event.link = one.title, one.description, one.place, one.link
    event.starts_at, event.ends_at = datetime.fromisoformat(one.starts), datetime.fromisoformat(one.ends)
    event.zone, event.all_day, event.rule = one.zone, one.all_day, one.rule[:300]
    event.sequence = max(one.sequence, event.sequence + 1) if event.version else one.sequence
    event.brought, event.days_moved, event.overrides = brought_as(one), {}, made_here(event.overrides)
    event.added = [datetime.fromisoformat(text) for text in one.added]
    event.left_out = [datetime.fromisoformat(text) for text in one.left_out]
    event.last_at = event.ends_at
    if one.canceled:
        event.state, event.canceled_at = State.CANCELED, clock.now()
        event.canceled_because = _("It is canceled in the institution’s own calendar.")
    elif event.state in (State.DRAFT, State.CANCELED):
        event.state, event.canceled_at, event.canceled_because = State.PUBLISHED, None, ""
    event.version += 1
    event.save()
    show_to(event)
    spell_out(event, was=was if event.starts_at != first else ())


def _kept(event: Event) -> dict[str, Any]:
    """What an event was before, to be put back."""
    values = {name: getattr(event, name) for name in KEPT}
    return {"event": str(event.pk), "values": {name: _text(value) for name, value in values.items()}}


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return [_text(one) for one in value] if isinstance(value, list) else value


@transaction.atomic
def undo_intake(intake: Intake, *, version: int, by: Person) -> Intake:
    """Take back what a calendar brought: its events go, unless employers or other institutions hang on them already."""
    saved = _held(intake.pk, version)
    require(rules.can_work_on(by, saved))
    if saved.state != Intake.State.APPLIED:
        refuse("Only what was applied can be taken back.")
    mine = Event.objects.filter(intake=saved.pk, institution=saved.institution)
    if mine.filter(parts__isnull=False).exists() or mine.filter(openings__isnull=False).exists():
        refuse(
            "Employers or other institutions stand on events of this calendar already. Cancel single events instead."
        )
    for event in mine:
        followed(event, What.REMOVED, by=by)
    mine.delete()
    for one in reversed(saved.before):
        event = Event.objects.select_for_update().filter(pk=one["event"]).first()
        if event is not None:
            was, first = times_now(event), event.starts_at
            _put_back(event, one["values"])
            followed(event, What.CHANGED, by=by, was=was if event.starts_at != first else ())
    saved.state, saved.undone_at, saved.version = Intake.State.UNDONE, clock.now(), saved.version + 1
    saved.save()
    record("undo calendar brought", saved, by=by, institution=saved.institution)
    return saved


def _put_back(event: Event, values: dict[str, Any]) -> None:
    moments = ("starts_at", "ends_at", "canceled_at")
    for name, value in values.items():
        if name in moments:
            value = datetime.fromisoformat(value) if value else None
        elif name in ("added", "left_out"):
            value = [datetime.fromisoformat(text) for text in value]
        setattr(event, name, value)
    event.version += 1
    event.save()
    spell_out(event)
