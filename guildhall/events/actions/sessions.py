"""Sessions, booths and slots of an event: changed, and canceled; whoever booked one is told once (C3, C16)."""

from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.events import emails, rules
from guildhall.events.actions.entering import held
from guildhall.events.actions.taking_part import Stall, session_facts
from guildhall.events.following import What, followed
from guildhall.events.models import Event, Session
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked

SAID = ("kind", "title", "room", "link", "starts_at", "ends_at", "capacity")


@transaction.atomic
def change_session(session: Session, stall: Stall, *, version: int, by: Person) -> Session:
    """Change a session of an event. Whoever booked it is told of another time, room, link or title; free places are
    filled.
    """
    row, saved = held(session.event_id), _held(session.pk, version)
    require(rules.can_change_session(by, saved))
    if stall.employer is not None and stall.employer.pk != saved.employer_id:
        require(rules.can_name_employer(by, row, stall.employer))
    before, was = _told(saved), saved.starts_at
    for name, value in session_facts(stall).items():
        setattr(saved, name, value)
    saved.version += 1
    saved.save()
    after = _told(saved)
    changed = [name for name in after if after[name] != before[name]]
    was_said, now_said = ({name: facts[name] for name in changed} for facts in (before, after))
    where = row.institution
    record("change session of event", saved, by=by, before=was_said, after=now_said, institution=where)
    moved = saved.starts_at != was or saved.ends_at != before["ends_at"]
    followed(row, What.CHANGED, by=by, was=[was or row.starts_at] if moved else (), session=saved)
    if not moved and {"room", "link"} & set(changed):
        followed(row, What.ELSEWHERE, by=by, session=saved)
    elif not moved and "title" in changed:
        followed(row, What.RENAMED, by=by, session=saved)
    return saved


@transaction.atomic
def cancel_session(session: Session, *, reason: str, version: int, by: Person) -> Session:
    """Cancel a session of an event that takes place all the same; whoever booked it is told, with the reason."""
    row, saved = held(session.event_id), _held(session.pk, version)
    require(rules.can_change_session(by, saved))
    if not (said := one_line(reason)[:300]):
        refuse("Say why: everybody concerned reads it.")
    saved.canceled_at, saved.canceled_because, saved.version = clock.now(), said, saved.version + 1
    saved.save(update_fields=["canceled_at", "canceled_because", "version"])
    followed(row, What.CANCELED, by=by, session=saved)
    if row.state == Event.State.PUBLISHED:
        emails.tell_booth_canceled(saved, by=by)
    after = {"title": saved.title}
    record("cancel session of event", saved, by=by, after=after, reason=said, institution=row.institution)
    return saved


def _held(pk: UUID, version: int) -> Session:
    saved = locked(Session, pk, "event__institution", "employer")
    if saved.version != version:
        raise Conflict
    return saved


def _told(session: Session) -> dict[str, Any]:
    return {name: getattr(session, name) for name in SAID}
