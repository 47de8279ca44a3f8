"""Opening the room and what is done in it, one thing at a time (E15–E17, N15)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.meetings import rules
from guildhall.meetings.actions.planning import held, keep, set_state, shut
from guildhall.meetings.links import new_code
from guildhall.meetings.models import Activity, Group, Meeting, Participant
from guildhall.people.models import Person
from guildhall.store.locking import locked

Kind, State = Activity.Kind, Activity.State
MOST, MOST_GROUPS = 30, 30
SHORTEST, LONGEST = 30, 1800  # seconds to think
TRIES = 20


@transaction.atomic
def open_room(row: Meeting, *, by: Person) -> Meeting:
    """Open the room of a meeting for phones, under a code of its own; opened twice it keeps the code."""
    meeting = held(row)
    require(rules.can_open_room(by, meeting))
    if meeting.is_open:
        return meeting
    codes = (new_code() for _ in range(TRIES))
    meeting.code = next(code for code in codes if not Meeting.objects.filter(code=code).exists())
    meeting.room_opened_at, meeting.room_closed_at = meeting.room_opened_at or clock.now(), None
    keep(meeting, "code", "room_opened_at", "room_closed_at")
    record("open room", meeting, by=by, institution=meeting.institution)
    return meeting


@transaction.atomic
def close_room(row: Meeting, *, by: Person) -> Meeting:
    """Close the room: what was open in it is closed, and no phone says anything more. It can be opened again."""
    meeting = held(row)
    require(rules.can_change(by, meeting))
    if not meeting.is_open:
        return meeting
    shut(meeting)
    record("close room", meeting, by=by, institution=meeting.institution)
    return meeting


# ── What is done there ───────────────────────────────────────────────


@transaction.atomic
def save_activity(
    meeting: Meeting, values: dict[str, Any], *, row: Activity | None = None, version: int = 0, by: Person
) -> Activity:
    """Add something that is done in the room, or change its question; what was said to another question is kept."""
    one = held(meeting)
    require(rules.can_change(by, one))
    activity = locked(Activity, row.pk, meeting=one) if row is not None else _new(one)
    if row is not None and activity.version != version:
        raise Conflict
    if row is not None and activity.state != State.WAITING and values["kind"] != activity.kind:
        refuse("It was opened already: what is done there stays.")
    title = one_line(values["title"])[:200]
    if not title:
        refuse("Say what it is about.")
    if row is not None and activity.kind == Kind.MOTION:
        _check_motion(activity, title, values["kind"])
    seconds = values["seconds"] if values["kind"] == Kind.REFLECTION else None
    if seconds is not None and not SHORTEST <= seconds <= LONGEST:
        refuse("Between half a minute and half an hour.")
    before = {"title": activity.title, "seconds": activity.seconds} if row is not None else None
    activity.kind, activity.title, activity.seconds = values["kind"], title, seconds
    activity.version = activity.version + 1 if row is not None else 1
    activity.save()
    after = {"title": title, "kind": str(activity.kind), "seconds": seconds}
    record("save activity", activity, by=by, before=before, after=after, institution=one.institution)
    return activity


def _check_motion(activity: Activity, title: str, kind: str) -> None:
    """What was put to the vote is what was voted on: nobody carries other words afterward."""
    if kind != Kind.MOTION:
        refuse("A motion stays one: take it out, and add something else.")
    if activity.state != State.WAITING and title != activity.title:
        refuse("It was put to the vote: its words stay. Put another motion.")


def _new(meeting: Meeting) -> Activity:
    if meeting.activities.count() >= MOST:
        refuse("This list is full: {most} lines at most.", most=MOST)
    last = meeting.activities.aggregate(last=Max("position"))["last"] or 0
    return Activity(meeting=meeting, position=last + 1)


@transaction.atomic
def set_abstaining(row: Activity, participants: Iterable[Participant], *, by: Person) -> None:
    """Say who abstains from a motion because of a conflict of interest; whoever has voted on it already stays."""
    meeting = held(row.meeting)
    require(rules.can_change(by, meeting))
    rows = [one for one in participants if one.meeting_id == meeting.pk]
    voted = set(row.ballots.values_list("attendee__participant", flat=True))
    if any(one.pk in voted for one in rows):
        refuse("Somebody of them has voted already.")
    row.abstaining.set(rows)
    record("note who abstains", row, by=by, after={"count": len(rows)}, institution=meeting.institution)


@transaction.atomic
def remove_activity(row: Activity, *, by: Person) -> None:
    """Take something out that was not opened yet."""
    meeting = held(row.meeting)
    require(rules.can_change(by, meeting))
    activity = locked(Activity, row.pk)
    if activity.state != State.WAITING:
        refuse("It was opened already: it stays.")
    activity.delete()
    record("remove activity", row, by=by, before={"title": row.title}, institution=meeting.institution)


@transaction.atomic
def open_activity(row: Activity, *, groups: int = 0, by: Person) -> Activity:
    """Open something in the room: phones show it, and what was open before is closed. It can be opened again.

    For small groups `groups` says how many there are.
    """
    meeting = held(row.meeting)
    require(rules.can_facilitate(by, meeting))
    activity = locked(Activity, row.pk)
    if activity.settled_at:
        refuse("This vote was counted and written down: it is not opened again. Put another motion.")
    for other in meeting.activities.select_for_update().filter(state=State.OPEN).exclude(pk=row.pk):
        set_state(other, State.CLOSED)
    if activity.kind == Kind.GROUPS:
        _make_groups(activity, groups)
    if activity.kind in (Kind.GROUPS, Kind.TALLY) and not meeting.elements.exists():
        refuse("Write the elements down first: nothing can be chosen yet.")
    if activity.state == State.OPEN:
        return activity
    set_state(activity, State.OPEN)
    record("open activity", activity, by=by, after={"title": activity.title}, institution=meeting.institution)
    return activity


def _make_groups(activity: Activity, groups: int) -> None:
    known = activity.groups.count()
    if groups > MOST_GROUPS:
        refuse("Thirty small groups at most.")
    if not known and groups < 1:
        refuse("Say how many small groups there are.")
    Group.objects.bulk_create(Group(activity=activity, position=n) for n in range(known + 1, groups + 1))


@transaction.atomic
def close_activity(row: Activity, *, by: Person) -> Activity:
    """Close what is open: whatever was taken by then stands, and nothing more is taken.

    What somebody is sending at the same moment is waited for, as it holds the same row.
    """
    meeting = held(row.meeting)
    require(rules.can_facilitate(by, meeting))
    activity = locked(Activity, row.pk)
    if activity.state != State.OPEN:
        return activity
    set_state(activity, State.CLOSED)
    record("close activity", activity, by=by, after={"title": activity.title}, institution=meeting.institution)
    return activity


@transaction.atomic
def settle_activity(row: Activity, *, by: Person) -> Activity:
    """Close a vote for good: it was counted and written down, and nobody opens it again."""
    closed = close_activity(row, by=by) if row.is_open else locked(Activity, row.pk)
    closed.settled_at = clock.now()
    closed.save(update_fields=["settled_at"])
    return closed
