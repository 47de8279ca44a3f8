"""Planning a meeting: what it is for, when and where, who organizes it; changing and canceling it (E13)."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from guildhall.audit.recording import record, text_of
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.meetings import emails, rules
from guildhall.meetings.logistics import KICKOFF, LOGISTICS
from guildhall.meetings.models import Activity, LogisticsItem, Meeting, Organizer
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import staff_of
from guildhall.store.locking import locked

State = Meeting.State
MOST_ORGANIZERS = 20


@dataclass(frozen=True, slots=True)
class Planned:
    """What somebody plans: a meeting with its times, its place or link, and what it is for."""

    title: str
    starts_at: datetime
    ends_at: datetime
    purpose: str = ""
    place: str = ""
    room: str = ""
    link: str = ""


@transaction.atomic
def plan_meeting(
    planned: Planned,
    *,
    institution: Institution,
    by: Person,
    organizers: Iterable[Person] = (),
    kickoff: bool = True,
    under: Permission = Permission.CONVENE,
) -> Meeting:
    """Plan a meeting of an institution; whoever plans it organizes it, with some colleagues.

    With `kickoff` it begins with the check list and the hours of the Facilitator's Guide, which can all be changed.
    `under` is what whoever plans it has to be allowed: to convene, or what the upper app asks for its own meetings.
    """
    require(rules.can_plan(by, institution, under))
    _check(planned)
    row = Meeting.objects.create(institution=institution, by=by, **_facts(planned))
    for person in dict.fromkeys((by, *organizers)):
        Organizer.objects.create(meeting=row, person=person)
    if kickoff:
        _begin(row)
    record("plan meeting", row, by=by, after=_told(planned), institution=institution)
    return row


def _check(planned: Planned) -> None:
    if not any(sign.isalnum() for sign in planned.title):
        refuse("Say in one line what the meeting is.")
    if planned.ends_at <= planned.starts_at:
        refuse("It ends before it begins.")
    require(in_reach(clock.day_of(planned.starts_at)))


def _facts(planned: Planned) -> dict[str, Any]:
    facts = asdict(planned)
    for name, most in (("title", 150), ("place", 200), ("room", 80)):
        facts[name] = one_line(facts[name])[:most]
    return facts | {"purpose": planned.purpose.strip()[:2000], "link": planned.link.strip()[:500]}


def _told(planned: Planned) -> dict[str, Any]:
    return {name: str(value) for name, value in asdict(planned).items()}


def _begin(row: Meeting) -> None:
    """The check list and the hours in the room that a kickoff begins with, in the planner's language."""
    LogisticsItem.objects.bulk_create(
        LogisticsItem(meeting=row, position=n, label=gettext(one.label), per_person=one.per_person)
        for n, one in enumerate(LOGISTICS, 1)
    )
    Activity.objects.bulk_create(
        Activity(meeting=row, position=n, kind=one.kind, title=gettext(one.title), seconds=one.seconds)
        for n, one in enumerate(KICKOFF, 1)
    )


def held(row: Meeting, version: int | None = None) -> Meeting:
    """A meeting, locked; raises `Conflict` where somebody changed it since."""
    meeting = locked(Meeting, row.pk, "institution")
    if version is not None and meeting.version != version:
        raise Conflict
    return meeting


def keep(row: Meeting, *names: str) -> None:
    """Save some columns of a meeting as its next edition."""
    row.version += 1
    row.save(update_fields=[*names, "version"])


def shut(meeting: Meeting) -> None:
    """Close the room of a meeting that is held, with what is open in it; callers write it down."""
    for activity in meeting.activities.select_for_update().filter(state=Activity.State.OPEN):
        set_state(activity, Activity.State.CLOSED)
    meeting.code, meeting.room_closed_at = "", clock.now()
    keep(meeting, "code", "room_closed_at")


def set_state(activity: Activity, state: str) -> None:
    """Open or close something in the room; callers hold it, and write it down."""
    activity.state, activity.version = state, activity.version + 1
    if state == Activity.State.OPEN:
        activity.opened_at, activity.closed_at = clock.now(), None
    else:
        activity.closed_at = clock.now()
    activity.save(update_fields=["state", "opened_at", "closed_at", "version"])


@transaction.atomic
def change_meeting(row: Meeting, planned: Planned, *, version: int, by: Person) -> Meeting:
    """Change what, when or where a meeting is; whoever was invited is told once when the time or the place changes."""
    meeting = held(row, version)
    require(rules.can_change(by, meeting))
    _check(planned)
    facts = _facts(planned)
    before = {name: getattr(meeting, name) for name in facts}
    moved = any(before[name] != facts[name] for name in Meeting.MOVES)
    for name, value in facts.items():
        setattr(meeting, name, value)
    keep(meeting, *facts)
    told = {name: str(value) for name, value in before.items()}
    record("change meeting", meeting, by=by, before=told, after=_told(planned), institution=meeting.institution)
    if moved:
        emails.tell_changed(meeting, "moved", by=by)
    return meeting


@transaction.atomic
def cancel_meeting(row: Meeting, *, because: str, version: int, by: Person) -> Meeting:
    """Cancel a meeting with the reason; whoever was invited is told once."""
    meeting = held(row, version)
    require(rules.can_change(by, meeting))
    if not because.strip():
        refuse("Say why it is canceled: whoever was invited reads it.")
    if meeting.code:
        shut(meeting)
    meeting.state, meeting.canceled_because = State.CANCELED, one_line(because)[:300]
    keep(meeting, "state", "canceled_because")
    after = {"state": meeting.state}
    record("cancel meeting", meeting, by=by, after=after, reason=because.strip(), institution=meeting.institution)
    emails.tell_changed(meeting, "canceled", by=by)
    return meeting


def possible_organizers(row: Meeting) -> Sequence[Person]:
    """Colleagues of the institution who may organize it with others."""
    known = set(row.organizers.values_list("person", flat=True))
    return [person for person in staff_of(row.institution)[:300] if person.pk not in known]


@transaction.atomic
def add_organizer(row: Meeting, person: Person, *, by: Person) -> None:
    """Let a colleague organize a meeting too: they see and do everything about it."""
    meeting = held(row)
    require(rules.can_change(by, meeting))
    if not person.is_active or not person.standing.holds(Permission.SEE_DIRECTORY):
        refuse("{person} does not work with employers here.", person=person)
    if meeting.organizers.count() >= MOST_ORGANIZERS:
        refuse("Twenty people at most organize one meeting.")
    _row, new = Organizer.objects.get_or_create(meeting=meeting, person=person)
    if new:
        after = {"organizer": text_of(person)}
        record("add organizer", meeting, by=by, after=after, institution=meeting.institution)


@transaction.atomic
def remove_organizer(organizer: Organizer, *, by: Person) -> None:
    """Take an organizer off; somebody stays."""
    meeting = held(organizer.meeting)
    require(rules.can_change(by, meeting))
    if meeting.organizers.count() < 2:
        refuse("Somebody has to organize it: name another one first.")
    before = {"organizer": text_of(organizer.person)}
    Organizer.objects.filter(pk=organizer.pk).delete()
    record("remove organizer", meeting, by=by, before=before, institution=meeting.institution)
