"""What comes of a meeting: minutes, decisions, tasks; finished, it is read, and corrected with the reason (E19)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.meetings import emails, rules
from guildhall.meetings.actions.planning import held, keep, shut
from guildhall.meetings.models import ActionItem, Decision, Meeting
from guildhall.people.models import Person
from guildhall.store.locking import locked

MOST = 100  # decisions, and tasks, of one meeting


def _reason(row: Meeting, reason: str) -> str:
    """Why a finished meeting is corrected; before it is finished nobody is asked."""
    words = one_line(reason)[:300]
    if row.state == Meeting.State.HELD and not words:
        refuse("The meeting is finished: say why this is corrected.")
    return words


@transaction.atomic
def write_minutes(row: Meeting, text: str, *, reason: str = "", version: int, by: Person) -> Meeting:
    """Write the minutes of a meeting, or correct those of a finished one, with the reason."""
    meeting = held(row, version)
    require(rules.can_keep_outcome(by, meeting))
    why = _reason(meeting, reason)
    before, meeting.minutes = {"minutes": meeting.minutes}, text.strip()[:20000]
    keep(meeting, "minutes")
    after = {"minutes": meeting.minutes}
    record("write minutes", meeting, by=by, before=before, after=after, reason=why, institution=meeting.institution)
    return meeting


@transaction.atomic
def share_minutes(row: Meeting, *, shared: bool, version: int, by: Person) -> Meeting:
    """Let colleagues of the institution read the minutes and decisions, or not any more."""
    meeting = held(row, version)
    require(rules.can_keep_outcome(by, meeting))
    if shared and not meeting.minutes:
        refuse("There are no minutes yet.")
    meeting.shared_at = clock.now() if shared else None
    keep(meeting, "shared_at")
    record("share minutes", meeting, by=by, after={"shared": shared}, institution=meeting.institution)
    return meeting


@transaction.atomic
def finish_meeting(row: Meeting, *, version: int, by: Person) -> Meeting:
    """Finish a meeting: its room is closed, and from now on it is read."""
    meeting = held(row, version)
    require(rules.can_finish(by, meeting))
    if meeting.code:
        shut(meeting)
    meeting.state, meeting.finished_at = Meeting.State.HELD, clock.now()
    keep(meeting, "state", "finished_at")
    record("finish meeting", meeting, by=by, institution=meeting.institution)
    return meeting


# ── Decisions and tasks ──────────────────────────────────────────────


@transaction.atomic
def note_decision(row: Meeting, text: str, *, reason: str = "", by: Person) -> Decision:
    """Write down what was decided."""
    meeting = held(row)
    require(rules.can_keep_outcome(by, meeting))
    why, words = _reason(meeting, reason), text.strip()[:1000]
    if not words:
        refuse("Say what was decided.")
    if meeting.decisions.count() >= MOST:
        refuse("A hundred decisions at most belong to one meeting.")
    decision = Decision.objects.create(meeting=meeting, text=words, by=by, at=clock.now())
    record("note decision", decision, by=by, after={"text": words}, reason=why, institution=meeting.institution)
    return decision


@transaction.atomic
def change_decision(row: Decision, text: str, *, reason: str = "", version: int, by: Person) -> Decision:
    """Say better what was decided; of a finished meeting with the reason. No words: it is taken out."""
    meeting = held(row.meeting)
    require(rules.can_keep_outcome(by, meeting))
    why, decision = _reason(meeting, reason), locked(Decision, row.pk)
    if decision.version != version:
        raise Conflict
    before, decision.text = {"text": decision.text}, text.strip()[:1000]
    decision.version += 1
    after = {"text": decision.text}
    record("change decision", decision, by=by, before=before, after=after, reason=why, institution=meeting.institution)
    if decision.text:
        decision.save(update_fields=["text", "version"])
    else:
        decision.delete()
    return decision


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done: by a colleague or by somebody named, until a day."""

    text: str
    person: Person | None = None
    who: str = ""
    due: date | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """The same as columns."""
        named = "" if self.person is not None else one_line(self.who)[:120]
        return {"text": one_line(self.text)[:300], "person": self.person, "who": named, "due": self.due}


def _check(task: Task) -> None:
    if not one_line(task.text):
        refuse("Say what is to be done.")
    if task.person is not None and not task.person.is_active:
        refuse("{person} is no longer active.", person=task.person)
    if task.due is not None:
        require(in_reach(task.due))


@transaction.atomic
def give_task(row: Meeting, task: Task, *, by: Person) -> ActionItem:
    """Write down what is to be done; a colleague whose it becomes is told. Tasks are given after the meeting, too."""
    meeting = held(row)
    require(rules.can_keep_outcome(by, meeting))
    _check(task)
    if meeting.action_items.count() >= MOST:
        refuse("A hundred tasks at most belong to one meeting.")
    item = ActionItem.objects.create(meeting=meeting, by=by, **task.facts)
    after = {name: text_of(value) for name, value in task.facts.items()}
    record("give task", item, by=by, after=after, institution=meeting.institution)
    emails.tell_task(item, by=by)
    return item


@transaction.atomic
def change_task(row: ActionItem, task: Task, *, version: int, by: Person) -> ActionItem:
    """Change what is to be done, by whom and until when."""
    meeting = held(row.meeting)
    require(rules.can_keep_outcome(by, meeting))
    _check(task)
    item = locked(ActionItem, row.pk, "person", "meeting__institution")
    if item.version != version:
        raise Conflict
    given = task.person is not None and task.person.pk != item.person_id
    before = {name: text_of(getattr(item, name)) for name in task.facts}
    for name, value in task.facts.items():
        setattr(item, name, value)
    item.version += 1
    item.save()
    after = {name: text_of(value) for name, value in task.facts.items()}
    record("change task", item, by=by, before=before, after=after, institution=meeting.institution)
    if given:
        emails.tell_task(item, by=by)
    return item


@transaction.atomic
def finish_task(row: ActionItem, *, done: bool, by: Person) -> ActionItem:
    """Say that a task is done, or that it is not after all: whose it is, and whoever leads the meeting."""
    item = locked(ActionItem, row.pk, "meeting__institution", "person")
    require(rules.can_finish_task(by, item))
    if done == (item.done_at is not None):
        return item
    item.done_at, item.done_by = (clock.now(), by) if done else (None, None)
    item.version += 1
    item.save(update_fields=["done_at", "done_by", "version"])
    record("finish task", item, by=by, after={"done": done}, institution=item.meeting.institution)
    return item
