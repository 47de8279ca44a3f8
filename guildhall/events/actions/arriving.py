"""Employers at the door of an event: who has arrived has taken part, and has it on the timeline, once (C3, C17)."""

from datetime import datetime
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
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked

RELATED = ("employer", "contact", "ask", "engagement")


@transaction.atomic
def arrive(event: Event, employer: Employer, *, at: datetime, time: datetime, by: Person) -> TakingPart | None:
    """Note that an employer is here since a moment: it has taken part, without another act. Who is here stays so.

    `time`: when the time of the event begins at whose door it is. Whoever calls has asked who keeps the door. Returns
    None for an employer that is not on the event and that this person may not put there.
    """
    row = held(event.pk)
    part = _part_of(row, employer, by=by)
    if part is None:
        return None
    row.sessions.filter(employer=employer, came_at=None, canceled_at=None).update(came_at=at)  # each of its booths
    if part.came_at is not None:
        return part
    part.came_at, part.version = at, part.version + 1
    if engagement_rules.can_record(by, employer):
        part.was = State.ABSENT if row.state == Event.State.HELD else part.state
        part.state = State.CAME
        part.engagement = part.engagement or engagement_of(part, row, at=time, by=by)
    part.save(update_fields=["came_at", "version", "was", "state", "engagement"])
    record("check in employer at event", part, by=by, after={"at": at}, institution=row.institution)
    return part


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
def leave(part: TakingPart, *, by: Person) -> TakingPart:
    """Take back that an employer is here: it stands as before, and what the event wrote leaves its timeline."""
    row = held(part.event_id)
    saved = _held(row, part.pk)
    if saved.came_at is None:
        return saved
    since = saved.came_at
    if saved.was:
        off_the_timeline(saved, by=by)
        saved.state = State.ABSENT if row.state == Event.State.HELD else saved.was
        saved.engagement = None
    saved.came_at, saved.was, saved.version = None, "", saved.version + 1
    saved.save(update_fields=["came_at", "version", "was", "state", "engagement"])
    row.sessions.filter(employer=saved.employer, came_at=since).update(came_at=None)
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
    arrive(row, saved.employer, at=clock.now(), time=saved.starts_at or row.starts_at, by=by)
    saved.refresh_from_db()
    return saved
