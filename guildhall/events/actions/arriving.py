"""Employers at the door of an event: who has arrived has taken part, and has it on the timeline, once (C3, C17)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.models import Employer
from guildhall.engagements import rules as engagement_rules
from guildhall.events import rules
from guildhall.events.actions.afterward import off_the_timeline
from guildhall.events.actions.entering import held
from guildhall.events.actions.taking_part import State, engagement_of
from guildhall.events.models import Event, Session, TakingPart
from guildhall.events.models.events import ARRIVING
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked

RELATED = ("employer", "contact", "ask", "engagement")


@transaction.atomic
def arrive(event: Event, employer: Employer, *, at: datetime, time: datetime, by: Person) -> TakingPart | None:
    """Note that an employer is here since a moment: it has taken part, without another act. Who is here stays so.

    `time`: when the time of the event begins at whose door it is; each day of a series has its own arrival, and the
    first one stands on the timeline. Whoever calls has asked who keeps the door. Returns None for an employer that is
    not on the event and that this person may not put there.
    """
    row, day = held(event.pk), clock.day_of(time)
    part = _part_of(row, employer, by=by)
    if part is None:
        return None
    known = part.here_since(day)
    _at_booths(row, employer, day, at, anew=known is None)
    if known is not None:
        return part
    first = part.came_at is None
    _set_arrivals(part, _arrivals(part) | {day.isoformat(): at.isoformat()})
    if first and engagement_rules.can_record(by, employer):
        part.was = State.ABSENT if row.state == Event.State.HELD else part.state
        part.state = State.CAME
        part.engagement = part.engagement or engagement_of(part, row, at=time, by=by)
    part.save(update_fields=["came_at", "arrivals", "version", "was", "state", "engagement"])
    record("check in employer at event", part, by=by, after={"at": at}, institution=row.institution)
    return part


def _at_booths(event: Event, employer: Employer, day: date, at: datetime, *, anew: bool) -> None:
    """Each booth of an employer is here with it: those of the day, and those without a time of their own."""
    for booth in event.sessions.filter(employer=employer, canceled_at=None):
        of_day = booth.starts_at is None or clock.day_of(booth.starts_at) == day
        if of_day and (anew or booth.came_at is None):
            booth.came_at = at
            booth.save(update_fields=["came_at"])


def _arrivals(part: TakingPart) -> dict[str, str]:
    """Since when an employer was here on each day; also where it was noted before days were kept apart."""
    if not part.arrivals and part.came_at:
        return {clock.day_of(part.came_at).isoformat(): part.came_at.isoformat()}
    return dict(part.arrivals)


def _set_arrivals(part: TakingPart, arrivals: dict[str, str]) -> None:
    part.arrivals, part.came_at, part.version = arrivals, min(_moments(arrivals), default=None), part.version + 1


def _moments(arrivals: dict[str, str]) -> list[datetime]:
    return [datetime.fromisoformat(moment) for moment in arrivals.values()]


def _part_of(event: Event, employer: Employer, *, by: Person) -> TakingPart | None:
    """What stands of an employer at an event that the caller holds, locked; written down for one that just came."""
    pk = event.parts.filter(employer=employer).values_list("pk", flat=True).first()
    if pk is None:
        if not (rules.can_name_employer(by, event, employer) or rules.can_note_who_came(by, event, employer)):
            return None
        pk = TakingPart.objects.create(event=event, employer=employer, by=by, at=clock.now()).pk
    return _held(event, pk)


def _held(event: Event, pk: UUID) -> TakingPart:
    part = locked(TakingPart, pk, *RELATED)
    part.event = event
    return part


@transaction.atomic
def leave(part: TakingPart, *, time: datetime, by: Person) -> TakingPart:
    """Take back that an employer is here on the day of a time of the event. Where it was on no other day it stands as
    before, and what the event wrote leaves its timeline. Whoever calls has asked who keeps the door.
    """
    row, day = held(part.event_id), clock.day_of(time)
    saved = _held(row, part.pk)
    since = saved.here_since(day)
    if since is None:
        return saved
    _set_arrivals(saved, {on: at for on, at in _arrivals(saved).items() if on != day.isoformat()})
    if saved.came_at is None and saved.was:
        off_the_timeline(saved, by=by)
        saved.state = State.ABSENT if row.state == Event.State.HELD else saved.was
        saved.engagement, saved.was = None, ""
    saved.save(update_fields=["came_at", "arrivals", "version", "was", "state", "engagement"])
    booths = row.sessions.filter(employer=saved.employer, came_at=since)
    booths.exclude(starts_at=None).update(came_at=None)
    booths.filter(starts_at=None).update(came_at=max(_moments(saved.arrivals), default=None))  # it stands on all days
    before = {"at": since}
    record("take check-in of employer back", saved, by=by, before=before, institution=row.institution)
    return saved


@transaction.atomic
def check_in_employer(session: Session, *, by: Person) -> Session:
    """Note that the employer of a booth has arrived; a second tap changes nothing."""
    row = held(session.event_id)
    require(rules.can_change(by, row))
    saved = locked(Session, session.pk, "employer")
    if saved.employer is None:
        refuse("This is nobody’s own: say whose booth it is.")
    if row.state != Event.State.PUBLISHED:
        refuse("Only a published event has a list at the door.")
    if not row.is_arrived_at:
        refuse("It has not begun yet.")
    arrive(row, saved.employer, at=clock.now(), time=saved.starts_at or _time_now(row), by=by)
    saved.refresh_from_db()
    return saved


def _time_now(event: Event) -> datetime:
    """When the time of an event begins at which employers arrive now: the last one that has begun, or is about to."""
    begun = event.occurrences.filter(starts_at__lte=clock.now() + ARRIVING).order_by("-starts_at")
    return begun.values_list("starts_at", flat=True).first() or event.starts_at
