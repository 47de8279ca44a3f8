"""What was mistyped, tried out or begun on another phone is put right, and nothing is lost without a word (N15)."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from guildhall.audit.models import Entry
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.meetings.actions import inviting, joining, on_paper, opening, outcome, planning, preparing, speaking
from guildhall.meetings.actions.inviting import Named
from guildhall.meetings.actions.speaking import Sending
from guildhall.meetings.models import Attendee, Commitment, Element, Response, Vote
from guildhall.meetings.queries.tally import tallies_of, tally_of
from tests.meetings.held import room

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast):
    return room(cast)


def votes(held):
    return [row.votes for row in tally_of(held.activity("tally")).rows]


def listed(held, given="Ana Lindqvist"):
    return inviting.add_participant(held.meeting, Named(given=given), by=held.by)


# ── Papers, and who tried it out ─────────────────────────────────────


def test_a_paper_that_was_mistyped_is_typed_again(held):
    tally = held.opened("tally")
    on_paper.enter_papers(tally, "Ana Li: 1, 3", by=held.by)
    on_paper.enter_papers(tally, "Ana Li: 1, 4", by=held.by)
    assert votes(held) == [1, 0, 0, 1]
    values = Entry.objects.filter(verb="vote in room").latest("pk").values.get()
    assert values.before["elements"] == [held.elements[0].text, held.elements[2].text]
    assert values.after["elements"] == [held.elements[0].text, held.elements[3].text]


def test_a_reflection_on_paper_is_typed_again_and_one_from_a_phone_stays(cast, held):
    said = held.opened("reflection")
    client, path = cast.client(held.by), f"/meetings/{held.meeting.pk}/room/{said.pk}/"
    for text in ("We need wielders", "We need welders"):
        client.post(path, {"who": "Dale Whitfield", "text": text})
    assert Response.objects.get().text == "We need welders"
    speaking.reflect(said, held.enter("Ana Li"), "By phone", Sending(uuid4().hex, 0))
    words = client.post(path, {"who": "Ana Li", "text": "On paper"}).content.decode()
    assert "Ana Li has answered by phone already" in words
    assert not Response.objects.filter(text="On paper").exists()


def test_a_paper_of_somebody_in_the_room_by_phone_counts_as_paper(held):
    tally = held.opened("tally")
    held.enter("Ana Li")
    on_paper.enter_papers(tally, "Ana Li: 1", by=held.by)
    counted = tally_of(tally)
    assert (counted.by_phone, counted.on_paper) == (0, 1)


def test_who_tried_it_out_is_taken_out_with_all_they_said(cast, held):
    one = listed(held)
    ana, ben = joining.join(held.meeting, uuid4().hex, joining.Name(one)), held.enter("Ben Ray")
    speaking.reflect(held.opened("reflection"), ana, "A test", Sending(uuid4().hex, 0))
    speaking.commit_support(held.opened("support"), ana, speaking.Offer("time", "", uuid4().hex))
    held.opened("tally")
    held.vote(ana, 1)
    held.vote(ben, 2)
    sent = {"act": "take out", "attendee": ana.pk}
    cast.client(held.by).post(f"/meetings/{held.meeting.pk}/room/act/", sent)
    assert list(Attendee.objects.all()) == [ben] and votes(held) == [0, 1, 0, 0]
    assert not Response.objects.exists() and not Commitment.objects.exists() and Vote.objects.count() == 1
    one.refresh_from_db()
    assert one.came_at is None
    assert Entry.objects.filter(verb="take out of room").exists()


def test_who_comes_in_the_day_before_is_not_there_yet(cast):
    start = clock.now() + timedelta(hours=20)
    held = room(cast, starts_at=start, ends_at=start + timedelta(hours=2))
    one = listed(held)
    joining.join(held.meeting, uuid4().hex, joining.Name(one))
    one.refresh_from_db()
    assert one.came_at is None


# ── From another phone ───────────────────────────────────────────────


@pytest.mark.parametrize("typed", ["", "ana l.", "Ana Lindqvist"])
def test_who_is_let_in_from_another_phone_is_one_person(held, typed):
    one = listed(held)
    first = joining.join(held.meeting, uuid4().hex, joining.Name(one))
    joining.let_in_again(first, by=held.by)
    phone = Client()
    assert "Ana L." in phone.get(held.path).content.decode(), "the name is offered again"
    phone.post(held.path, {"typed": typed} if typed else {"who": str(one.pk)})
    assert [row.pk for row in Attendee.objects.all()] == [first.pk]
    assert Attendee.objects.get().key


def test_words_that_come_second_are_kept_beside_what_stands(held):
    """Two phones of one person, or two of a small group: the second decides, and loses nothing."""
    said = held.opened("reflection")
    phone = Client()
    phone.get(held.path)
    phone.post(held.path, {"typed": "Ana Li"})
    sent = {"activity": str(said.pk), "edition": "0", "key": "first", "text": "What I said first"}
    phone.post(f"{held.path}say/", sent)
    words = phone.post(f"{held.path}say/", sent | {"key": "second", "text": "What I typed next"}).content.decode()
    assert "What stands now:" in words and "What I said first" in words and "What I typed next" in words
    assert Response.objects.get().text == "What I said first"
    key = re.search(r'name="key" value="([^"]+)"', words)[1]
    assert key != "second" and 'name="edition" value="1"' in words
    phone.post(f"{held.path}say/", sent | {"key": key, "edition": "1", "text": "What I typed next"})
    assert Response.objects.get().text == "What I typed next"


# ── Groups and elements ──────────────────────────────────────────────


def test_a_chart_begins_with_what_the_group_chose(cast, held):
    group = held.opened("groups", groups=2).groups.get(position=1)
    first, second = held.elements[:2]
    speaking.choose_as_group(group, {first.pk: "Asked for"}, Sending(uuid4().hex, 0))
    path = f"/meetings/{held.meeting.pk}/room/{held.activity('groups').pk}/"
    client = cast.client(held.by)
    words = client.get(f"{path}?group={group.pk}").content.decode()
    assert "Asked for" in words and 'name="edition" value="1"' in words
    assert client.get(f"{path}?group=abc").status_code == 200
    sent = {"group": group.pk, f"element-{second.pk}": "on"}
    client.post(path, sent | {"edition": "0"})
    assert [one.element for one in group.choices.all()] == [first], "from an older page it changes nothing"
    client.post(path, sent | {"edition": "1"})
    assert [one.element for one in group.choices.all()] == [second]
    values = Entry.objects.filter(verb="choose as group").latest("pk").values.get()
    assert values.before["elements"] == [first.text]


def test_who_tapped_the_wrong_group_sits_down_with_another(held):
    groups = held.opened("groups", groups=2).groups.all()
    phone = Client()
    phone.get(held.path)
    phone.post(held.path, {"typed": "Ana Li"})
    for group in groups:
        phone.post(f"{held.path}say/", {"activity": str(held.activity("groups").pk), "group": str(group.pk)})
        words = phone.get(held.path).content.decode()
        assert f"{group.name}: one of you writes for all" in words and "We sit in another group" in words
    assert list(Attendee.objects.get().groups.all()) == [groups[1]]


def test_the_list_of_elements_stays_while_people_vote(held):
    held.opened("tally")
    one = held.elements[2]
    for act in (
        lambda: preparing.save_row(held.meeting, Element, {"text": "One more"}, by=held.by),
        lambda: preparing.move_row(one, down=False, by=held.by),
        lambda: preparing.remove_row(one, by=held.by),
    ):
        with pytest.raises(Refused, match="A vote is open"):
            act()
    opening.close_activity(held.activity("tally"), by=held.by)
    preparing.move_row(one, down=False, by=held.by)


def test_the_words_of_an_element_that_was_voted_for_stay(held):
    held.opened("tally")
    held.vote(held.enter("Ana Li"), 1)
    opening.close_activity(held.activity("tally"), by=held.by)
    first, second = held.elements[:2]
    change = {"version": 1, "by": held.by}
    with pytest.raises(Refused, match="voted for it already"):
        preparing.save_row(held.meeting, Element, {"text": "Other words"}, row=first, **change)
    preparing.save_row(held.meeting, Element, {"text": "Other words"}, row=second, **change)


# ── The end ──────────────────────────────────────────────────────────


def test_nothing_is_open_in_a_canceled_meeting(held):
    held.opened("tally")
    held.meeting.refresh_from_db()
    planning.cancel_meeting(held.meeting, because="Snow", version=held.meeting.version, by=held.by)
    assert not held.meeting.activities.filter(state="open").exists()


def test_who_came_is_noted_after_it_is_finished(held):
    one = listed(held)
    held.meeting.refresh_from_db()
    outcome.finish_meeting(held.meeting, version=held.meeting.version, by=held.by)
    assert inviting.note_attendance(one, came=True, by=held.by).came_at


def test_many_votes_are_counted_with_as_many_statements_as_one(held, django_assert_num_queries):
    more = {"kind": "tally", "title": "Once more", "seconds": None}
    for _turn in range(3):
        held.opened("tally")
        opening.open_activity(opening.save_activity(held.meeting, more, by=held.by), by=held.by)
    with django_assert_num_queries(4):
        assert len(tallies_of(held.meeting)) == 4
