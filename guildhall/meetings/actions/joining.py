"""Coming into the room: from a phone without an account, or on paper (N15)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.meetings import rules
from guildhall.meetings.actions.planning import held
from guildhall.meetings.models import Attendee, Meeting, Participant, Vote
from guildhall.meetings.queries.by_link import attendee_with_key, hash_of_key
from guildhall.people.models import Person
from guildhall.store.locking import locked

Way, Came = Attendee.Way, Participant.Came
MOST = 1000  # in one room
EARLY = timedelta(hours=1)  # before a meeting begins: who comes in earlier tries it out, and is not there yet


@dataclass(frozen=True, slots=True)
class Name:
    """By which name somebody comes in: one of the list, or one that they type."""

    participant: Participant | None = None
    typed: str = ""


@transaction.atomic
def join(meeting: Meeting, key: str, name: Name) -> Attendee:
    """Come into the room from a device, by its key; the same device is the same person, however often it asks.

    Whoever is on the list is noted as here. A name that another device has is taken by nobody else.
    """
    row = locked(Meeting, meeting.pk, "institution")
    if not row.is_open:
        refuse("The room is closed.")
    if (known := attendee_with_key(row, key)) is not None:
        return known
    return _come(row, _on_list(row, name), Way.PHONE, key=hash_of_key(key), by=None)


@transaction.atomic
def join_by_link(row: Participant, key: str) -> Attendee:
    """Come into the room by the link of one's own invitation: as oneself, also from another device than before."""
    meeting = locked(Meeting, row.meeting_id, "institution")
    if not meeting.is_open:
        refuse("The room is closed.")
    known = meeting.attendees.filter(participant=row).first()
    if known is None:
        return _come(meeting, Name(row), Way.PHONE, key=hash_of_key(key), by=None)
    if known.way == Way.PAPER:
        refuse("You are written down as speaking on paper: ask whoever facilitates to take that out first.")
    known.key = hash_of_key(key)
    known.save(update_fields=["key"])
    return known


@transaction.atomic
def come_on_paper(meeting: Meeting, name: Name, *, by: Person) -> Attendee:
    """Enter somebody who speaks on paper; whoever is in the room already, under the same name, is the same person."""
    row = held(meeting)
    require(rules.can_change(by, row))
    who = _on_list(row, name)
    if (known := _known(row, who)) is not None:
        return known
    return _come(row, who, Way.PAPER, key="", by=by)


def _on_list(meeting: Meeting, name: Name) -> Name:
    """Whoever types the name of one person of the list, whole or as phones show it, is that person."""
    wanted = one_line(name.typed).casefold()
    if name.participant is not None or not wanted:
        return name
    people = list(meeting.participants.select_related("person", "contact"))
    for typed in ("name", "short_name"):
        rows = [row for row in people if getattr(row, typed).casefold() == wanted]
        if len(rows) == 1:
            return Name(rows[0])
    return name


def _known(meeting: Meeting, name: Name) -> Attendee | None:
    rows = meeting.attendees.select_related("participant")
    if name.participant is not None:
        return rows.filter(participant=name.participant).first()
    return rows.filter(typed__iexact=one_line(name.typed)).first() if name.typed else None


def _come(meeting: Meeting, name: Name, way: str, *, key: str, by: Person | None) -> Attendee:
    typed = one_line(name.typed)[:160] if name.participant is None else ""
    if name.participant is None and not any(sign.isalnum() for sign in typed):
        refuse("Choose your name, or type it.")
    if meeting.attendees.count() >= MOST:
        refuse("The room is full.")
    facts = {"participant": name.participant, "typed": typed, "way": way, "key": key}
    if released := meeting.attendees.filter(**_same(name, typed), key="", way=Way.PHONE).first():
        released.key, released.joined_at = key, clock.now()
        released.save(update_fields=["key", "joined_at"])
        return released
    if meeting.attendees.filter(**_same(name, typed)).exists():  # nobody else comes in: the meeting is locked
        refuse("Somebody is here under this name already. If it is you, ask whoever facilitates to let you in again.")
    attendee = Attendee.objects.create(meeting=meeting, joined_at=clock.now(), by=by, **facts)
    if name.participant is not None:
        _note_here(name.participant, Came.PHONE if way == Way.PHONE else Came.PAPER)
    after = {"name": attendee.name, "way": way}
    record("come into room", attendee, by=by, after=after, institution=meeting.institution)
    return attendee


def _same(name: Name, typed: str) -> dict[str, object]:
    return {"participant": name.participant} if name.participant is not None else {"typed__iexact": typed}


def _note_here(row: Participant, way: str) -> None:
    participant = locked(Participant, row.pk, "meeting")
    if participant.came_at is None and participant.meeting.starts_at - EARLY <= clock.now():
        participant.came_at, participant.came_way = clock.now(), way
        participant.version += 1
        participant.save(update_fields=["came_at", "came_way", "version"])


@transaction.atomic
def let_in_again(row: Attendee, *, by: Person) -> None:
    """Let somebody in from another device: the one before says nothing more, and what was said stays theirs."""
    attendee = locked(Attendee, row.pk, "meeting__institution", "participant__person", "participant__contact")
    require(rules.can_change(by, attendee.meeting))
    if attendee.way != Way.PHONE:
        refuse("They speak on paper.")
    attendee.key = ""
    attendee.save(update_fields=["key"])
    name = {"name": attendee.name}
    record("let in again", attendee, by=by, after=name, institution=attendee.meeting.institution)


@transaction.atomic
def take_out(row: Attendee, *, by: Person) -> None:
    """Take somebody out of the room with all that they said there, such as who only tried it out."""
    meeting = held(row.meeting)
    require(rules.can_change(by, meeting))
    attendee = locked(Attendee, row.pk, "participant__person", "participant__contact__employer", meeting=meeting)
    before = {"name": attendee.name, "votes": Vote.objects.filter(ballot__attendee=attendee).count()}
    record("take out of room", attendee, by=by, before=before, institution=meeting.institution)
    if attendee.participant is not None:
        _note_away(attendee.participant)
    attendee.commitments.all().delete()
    attendee.delete()


def _note_away(row: Participant) -> None:
    participant = locked(Participant, row.pk)
    if participant.came_way in (Came.PHONE, Came.PAPER):
        participant.came_at, participant.came_way = None, Came.NONE
        participant.version += 1
        participant.save(update_fields=["came_at", "came_way", "version"])
