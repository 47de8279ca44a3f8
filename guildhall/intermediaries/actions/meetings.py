"""Meetings of chambers: noted, asked to present at, answered, and what came of it (D2)."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.actions.asking import NotNow, Plan, carry_out, plan_ask, release_ask
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Ask, Engagement
from guildhall.intermediaries import rules
from guildhall.intermediaries.actions.bodies import told
from guildhall.intermediaries.models import BodyMeeting, Story
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

State = BodyMeeting.State
MOST_STORIES = 20  # that one meeting is told


@dataclass(frozen=True, slots=True)
class Noted:
    """A meeting of theirs: which, when, where."""

    title: str
    held_on: date
    place: str = ""


@transaction.atomic
def note_meeting(body: Employer, noted: Noted, *, institution: Institution, by: Person) -> BodyMeeting:
    """Note a meeting of a chamber, past or to come."""
    require(rules.can_hold(by, body, institution))
    values = _checked(noted)
    row = BodyMeeting.objects.create(body=body, institution=institution, by=by, noted_at=clock.now(), **values)
    record("note meeting of chamber", row, by=by, after=values, institution=institution)
    return row


@transaction.atomic
def change_meeting(
    meeting: BodyMeeting, noted: Noted, *, topic: str = "", presenter: Person | None = None, version: int, by: Person
) -> BodyMeeting:
    """Correct a meeting: its day, what we present there, and who does."""
    row = _held(meeting, version)
    require(rules.can_change_meeting(by, row))
    values = _checked(noted) | _presented(topic, presenter, row)
    before = {name: getattr(row, name) for name in values}
    _save(row, values)
    record(
        "change meeting of chamber", row, by=by, before=told(before), after=told(values), institution=row.institution
    )
    return row


@transaction.atomic
def remove_meeting(meeting: BodyMeeting, *, version: int, by: Person) -> None:
    """Take out a meeting that was noted by mistake."""
    row = _held(meeting, version)
    require(rules.can_remove_meeting(by, row))
    before = {"title": row.title, "held_on": row.held_on}
    record("remove meeting of chamber", row, by=by, before=before, institution=row.institution)
    row.delete()


@dataclass(frozen=True, slots=True)
class Asking:
    """How a chamber is asked to let us present: by which way and when, whom, on what, and who would."""

    way: str
    on: date
    topic: str
    presenter: Person
    contact: Contact | None = None


def ask_to_present(meeting: BodyMeeting, asking: Asking, *, version: int, by: Person) -> BodyMeeting:
    """Ask to present at a meeting: it takes its place in the touch budget, or is refused with the next free day (N3).

    What is asked today is on the timeline at once; of a later day it waits among the planned asks.
    """
    with transaction.atomic():
        row = _held(meeting, version)
        require(rules.can_ask_to_present(by, row))
        values = _presented(asking.topic, asking.presenter, row)
        if not values["topic"]:
            refuse("Say what we would present.")
        if asking.on > row.held_on:
            refuse("Ask before the meeting.")
        purpose = f"Present at {row.title}: {values['topic']}"[:200]
        plan = Plan(asking.way, asking.on, purpose, (asking.contact,) if asking.contact else ())
        try:
            ask = plan_ask(row.body, plan, by=by, institution=row.institution)
        except NotNow as refused:  # raised below, so that the contact avoided stays counted (M27)
            no_room = refused
        else:
            if asking.on == clock.today():
                _carried_out(ask, row, by=by)
                ask.refresh_from_db()
            _save(row, values | {"state": State.ASKED, "ask": ask, "answer": ""})
            after = told(values) | {"on": asking.on, "state": State.ASKED}
            record("ask to present", row, by=by, after=after, institution=row.institution)
            return row
    raise no_room


@transaction.atomic
def note_answer(meeting: BodyMeeting, agreed: bool, words: str, *, version: int, by: Person) -> BodyMeeting:
    """Note whether a chamber lets us present; of a planned asking that was not logged yet, it is logged by that."""
    row = _held(meeting, version)
    require(rules.can_answer(by, row))
    if row.ask and row.ask.state == Ask.State.PLANNED:
        _carried_out(row.ask, row, by=by)
    before = {"state": row.state}
    values = {"state": State.AGREED if agreed else State.DECLINED, "answer": one_line(words)[:300]}
    _save(row, values)
    record("note answer of chamber", row, by=by, before=told(before), after=told(values), institution=row.institution)
    return row


@transaction.atomic
def note_presented(
    meeting: BodyMeeting, outcome: str, *, contact: Contact | None = None, version: int, by: Person
) -> BodyMeeting:
    """Note that we presented, and what came of it: it stands on the chamber's timeline (C5)."""
    row = _held(meeting, version)
    require(rules.can_note_presented(by, row))
    if not (words := one_line(outcome)[:200]):
        refuse("Say in one line what came of it.")
    if row.ask and row.ask.state == Ask.State.PLANNED:
        release_ask(row.ask, reason="they let us present without being asked", by=by)
    engagement = record_engagement(row.body, _happening(row, words, contact), by=by, institution=row.institution)
    values = {"state": State.PRESENTED, "engagement": engagement}
    _save(row, values)
    record("note presentation", row, by=by, after={"state": row.state, "outcome": words}, institution=row.institution)
    return row


@transaction.atomic
def choose_stories(meeting: BodyMeeting, stories: list[Story], *, version: int, by: Person) -> BodyMeeting:
    """Choose which success stories are brought to a meeting: such as are told, and that one may read (D2)."""
    row = _held(meeting, version)
    require(rules.can_change_meeting(by, row))
    if len(stories) > MOST_STORIES:
        refuse("Twenty stories at most are brought to one meeting.")
    chosen = Story.objects.visible_to(by).told().filter(pk__in=[one.pk for one in stories])
    if chosen.count() != len({one.pk for one in stories}):
        refuse("One of these stories is not told any more. Choose again.")
    row.stories.set(chosen)
    _save(row, {})
    record("choose stories", row, by=by, after={"stories": len(stories)}, institution=row.institution)
    return row


def _carried_out(ask: Ask, row: BodyMeeting, *, by: Person) -> Engagement:
    contact = next((touch.contact for touch in ask.touches.all() if touch.contact), None)
    happening = Happening(ask.kind, ask.purpose, clock.today(), contact=contact, purpose=row.title)
    return carry_out(ask, happening, version=ask.version, by=by)


def _happening(row: BodyMeeting, outcome: str, contact: Contact | None) -> Happening:
    """They had us there, so it counts as no contact that we begin."""
    colleagues = (row.presenter,) if row.presenter else ()
    return Happening(
        "event", f"Presented at {row.title}"[:200], row.held_on, contact=contact, purpose=row.topic, outcome=outcome,
        direction=Engagement.Direction.THEIRS, colleagues=colleagues,
    )  # fmt: skip


def _held(meeting: BodyMeeting, version: int) -> BodyMeeting:
    row = locked(BodyMeeting, meeting.pk, "body", "institution", "ask", "presenter")
    if row.version != version:
        raise Conflict
    return row


def _save(row: BodyMeeting, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()


def _checked(noted: Noted) -> dict[str, Any]:
    values: dict[str, Any] = {one.name: getattr(noted, one.name) for one in fields(noted)}
    values["title"], values["place"] = one_line(noted.title)[:160], one_line(noted.place)[:160]
    if not values["title"]:
        refuse("Say which meeting it is.")
    require(in_reach(noted.held_on))
    return values


def _presented(topic: str, presenter: Person | None, row: BodyMeeting) -> dict[str, Any]:
    if presenter:
        require(rules.can_be_named(presenter, row.institution))
    return {"topic": one_line(topic)[:200], "presenter": presenter}
