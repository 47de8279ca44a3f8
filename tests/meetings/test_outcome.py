"""Support, decisions, tasks and minutes; what upper apps read of a meeting (E19)."""

import pytest

from guildhall.audit.models import Entry
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.meetings.actions import outcome
from guildhall.meetings.actions.outcome import Task
from guildhall.meetings.models import ActionItem, Commitment, Decision, Meeting
from guildhall.meetings.queries.state import state_of_meeting
from guildhall.people.models import Notice
from tests.meetings.held import plan, room
from tests.moments import days_from_now

pytestmark = pytest.mark.django_db


def test_support_is_written_down_with_who_and_until_when(cast):
    row, client = plan(cast), cast.client(cast.mesa_convener)
    sent = {
        "who": "Dale Whitfield",
        "kind": "funds",
        "words": "$5,000",
        "until": clock.day_of(days_from_now(90)).isoformat(),
        "key": "abc",
    }
    for _turn in range(2):
        client.post(f"/meetings/{row.pk}/lines/support/add/", sent)
    one = Commitment.objects.get()
    assert (one.who, one.kind, one.words) == ("Dale Whitfield", "funds", "$5,000")
    assert "Dale Whitfield" in client.get(f"/meetings/{row.pk}/outcome/").content.decode()


def test_a_task_is_told_and_done_by_whose_it_is(cast):
    row = plan(cast)
    day = clock.day_of(days_from_now(9))
    item = outcome.give_task(row, Task("List the tests", cast.mesa_wbl, due=day), by=cast.mesa_convener)
    assert Notice.objects.filter(event="meeting task", person=cast.mesa_wbl).exists()
    client = cast.client(cast.mesa_wbl)
    assert "List the tests" in client.get("/meetings/tasks/").content.decode()
    assert cast.client(cast.mesa_jobs).post(f"/meetings/tasks/{item.pk}/", {"act": "done"}).status_code == 404
    client.post(f"/meetings/tasks/{item.pk}/", {"act": "done"})
    item.refresh_from_db()
    assert item.done_by == cast.mesa_wbl
    assert "List the tests" not in client.get("/meetings/tasks/").content.decode()


def test_decisions_of_a_finished_meeting_are_corrected_with_the_reason(cast):
    held = room(cast)
    decision = outcome.note_decision(held.meeting, "We begin in may", by=held.by)
    held.meeting.refresh_from_db()
    outcome.finish_meeting(held.meeting, version=held.meeting.version, by=held.by)
    with pytest.raises(Refused, match="say why"):
        outcome.change_decision(decision, "We begin in May", version=1, by=held.by)
    outcome.change_decision(decision, "We begin in May", reason="A slip", version=1, by=held.by)
    entry = Entry.objects.filter(verb="change decision").get()
    assert (entry.reason, entry.values.get().before["text"]) == ("A slip", "We begin in may")
    assert Decision.objects.get().text == "We begin in May"


def test_minutes_that_are_not_written_are_not_shared(cast):
    row = plan(cast)
    with pytest.raises(Refused, match="no minutes yet"):
        outcome.share_minutes(row, shared=True, version=row.version, by=cast.mesa_convener)


def test_who_only_knows_of_it_writes_nothing(cast):
    row = plan(cast)
    for act in (
        lambda: outcome.write_minutes(row, "x", version=row.version, by=cast.mesa_wbl),
        lambda: outcome.note_decision(row, "x", by=cast.mesa_wbl),
        lambda: outcome.give_task(row, Task("x"), by=cast.mesa_wbl),
        lambda: outcome.finish_meeting(row, version=row.version, by=cast.mesa_wbl),
    ):
        with pytest.raises(Refused):
            act()
    assert not ActionItem.objects.exists() and Meeting.objects.get().state == "planned"


def test_what_upper_apps_read(cast):
    held = room(cast)
    held.opened("tally")
    held.vote(held.enter("Ana"), 2)
    state = state_of_meeting(held.meeting)
    assert (state.to_prepare, state.tasks_open, state.support, state.is_held) == (10, 0, 0, False)
    assert [row.votes for row in state.tallies[0].rows] == [0, 1, 0, 0]
