"""Meetings of a board: planned ahead, quorum exact and live, motions with one vote for each member (D15, N12)."""

from uuid import uuid4

import pytest
from django.test import Client

from guildhall.boards.actions import convening, serving, voting
from guildhall.boards.actions.voting import Put
from guildhall.boards.models import Motion
from guildhall.boards.queries.quorum import count_of, quorum_at
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.meetings.actions import inviting, joining, outcome, speaking
from guildhall.meetings.actions.speaking import Sending
from tests.boards.seated import (
    NAMES,
    advised,
    comes,
    convened,
    entitled,
    founded,
    full_board,
    in_the_past,
    opened,
    planned,
    sits,
)
from tests.permissions.forms_of_pages import forms_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(cast):
    cast.board = full_board(cast)
    return cast


def put(cast, held, **more):
    return voting.put_motion(held, Put(**({"title": "Buy a simulator"} | more)), by=cast.mesa_teacher)


def vote(motion, attendee, choice, edition=0):
    return speaking.vote_on_motion(motion.activity, attendee, choice, Sending(uuid4().hex, edition))


def one_of(held, name):
    return next(one for one in entitled(held) if one.member.name == name)


def agenda(held):
    return list(held.meeting.agenda.values_list("title", flat=True))


# ── Planned ahead ────────────────────────────────────────────────────


def test_meetings_are_planned_ahead_with_everybody_on_the_list(board):
    days = [planned(days=n) for n in (30, 150, 270)]
    made = convening.plan_meetings(board.board, days, by=board.mesa_teacher)
    assert len(made) == 3
    for held in made:
        assert held.meeting.participants.count() == 7
        assert held.meeting.organizers.filter(person=board.mesa_teacher).exists()
    assert agenda(made[0])
    assert not agenda(made[1])


def test_who_does_not_keep_the_board_plans_nothing(board):
    with pytest.raises(Refused):
        convening.plan_meetings(board.board, [planned(days=9)], by=board.harbor_wbl)


def test_the_agenda_is_built_from_what_is_open(board):
    last = in_the_past(board, board.board, 100, came=NAMES, minutes="We met.")
    outcome.note_decision(last.meeting, "Meet in May", reason="Left out", by=board.mesa_teacher)
    advised(board, board.board)
    held = convened(board, board.board, days=20)
    titles = agenda(held)
    assert any(title.startswith("Approve the minutes of") for title in titles)
    assert "What became of our advice: Pharmacology before practice" in titles
    assert any(title.startswith("What we decided on") for title in titles)
    assert "New figures" in titles
    again = convening.build_agenda(held, by=board.mesa_teacher)
    assert again == 0, "what stands on it is not put on it again"


def test_figures_on_an_agenda_tell_of_no_few_students(board):
    held = convened(board, board.board, days=20)
    text = held.meeting.agenda.get(title="New figures").text
    assert "nobody" in text


# ── Quorum ───────────────────────────────────────────────────────────


def test_the_quorum_is_exact_as_people_come_in(board):
    held = convened(board, board.board)
    opened(board, held)
    quorum = quorum_at(held)
    assert (quorum.entitled, quorum.present, quorum.needed, quorum.is_met) == (6, 0, 4, False)
    for n, name in enumerate(NAMES[:4], 1):
        comes(held, name)
        assert quorum_at(held).present == n
    assert quorum_at(held).is_met
    inviting.note_attendance(one_of(held, "Ana Li").participant, came=False, by=board.mesa_teacher)
    assert not quorum_at(held).is_met


def test_who_has_no_vote_or_has_not_accepted_does_not_count(board):
    sits(board, board.board, "Gus Ito", has_accepted=False)
    held = convened(board, board.board)
    opened(board, held)
    comes(held, "Gus Ito")
    inviting.note_attendance(one_of(held, board.mesa_wbl.name).participant, came=True, by=board.mesa_teacher)
    assert (quorum_at(held).entitled, quorum_at(held).present) == (6, 0)


def test_a_guest_in_the_room_is_no_quorum(board):
    held = convened(board, board.board)
    meeting = opened(board, held)
    for n in range(6):
        joining.join(meeting, uuid4().hex, joining.Name(typed=f"Guest {n}"))
    assert quorum_at(held).present == 0


def test_the_quorum_of_a_past_meeting_stays_as_it_was(board):
    held = in_the_past(board, board.board, 30, came=NAMES[:4])
    ana = one_of(held, "Ana Li").member
    serving.end_term(ana, "Moved", version=ana.version, by=board.mesa_teacher)
    sits(board, board.board, "Gus Ito")
    quorum = quorum_at(held)
    assert (quorum.entitled, quorum.present) == (6, 4)


def test_nobody_entitled_is_no_quorum(board):
    empty = founded(board, name="Empty")
    held = convened(board, empty)
    assert not quorum_at(held).is_met


def test_one_who_leaves_the_list_of_members_votes_no_more(board):
    held = convened(board, board.board, days=3)
    ana = one_of(held, "Ana Li")
    Client()
    serving.end_term(ana.member, "Moved", version=ana.member.version, by=board.mesa_admin)
    assert "Ana Li" not in {one.member.name for one in entitled(held)}


# ── Motions ──────────────────────────────────────────────────────────


def test_a_vote_is_one_for_each_member_and_exact(board):
    held = convened(board, board.board)
    opened(board, held)
    people = {name: comes(held, name) for name in NAMES[:5]}
    motion = put(board, held)
    voting.open_vote(motion, by=board.mesa_teacher)
    for name in NAMES[:3]:
        vote(motion, people[name], "yes")
    vote(motion, people["Dee Fox"], "no")
    vote(motion, people["Ana Li"], "no", edition=1)
    same = Sending("same-key", 2)
    for _n in range(3):
        speaking.vote_on_motion(motion.activity, people["Ana Li"], "yes", same)
    count = count_of(motion)
    assert (count.in_favor, count.against, count.abstained, count.silent) == (3, 1, 0, 1)
    motion = voting.settle_motion(motion, by=board.mesa_teacher)
    assert motion.outcome == Motion.Outcome.CARRIED
    assert (motion.in_favor, motion.against, motion.present, motion.needed) == (3, 1, 5, 4)
    assert "3 for, 1 against" in held.meeting.decisions.get().text
    with pytest.raises(Refused):
        vote(motion, people["Eli Ash"], "yes")


def test_without_a_quorum_nothing_is_decided(board):
    held = convened(board, board.board)
    opened(board, held)
    ana = comes(held, "Ana Li")
    motion = put(board, held)
    voting.open_vote(motion, by=board.mesa_teacher)
    vote(motion, ana, "yes")
    motion = voting.settle_motion(motion, by=board.mesa_teacher)
    assert motion.outcome == Motion.Outcome.NO_QUORUM
    assert not held.meeting.decisions.exists()


def test_who_has_a_conflict_of_interest_abstains(board):
    ana = sits(board, board.board, "Zoe Orr")
    serving.note_interest(ana, "Sells the simulator", by=board.mesa_teacher)
    held = convened(board, board.board)
    opened(board, held)
    people = {name: comes(held, name) for name in (*NAMES[:4], "Zoe Orr")}
    motion = put(board, held, abstaining=[one_of(held, "Zoe Orr")])
    voting.open_vote(motion, by=board.mesa_teacher)
    with pytest.raises(Refused, match="conflict of interest"):
        vote(motion, people["Zoe Orr"], "yes")
    vote(motion, people["Ana Li"], "yes")
    motion = voting.settle_motion(motion, by=board.mesa_teacher)
    assert (motion.in_favor, motion.abstained, motion.present) == (1, 1, 5)


def test_staff_without_a_vote_and_guests_do_not_vote(board):
    held = convened(board, board.board)
    meeting = opened(board, held)
    guest = joining.join(meeting, uuid4().hex, joining.Name(typed="A guest"))
    staff = joining.join(meeting, uuid4().hex, joining.Name(one_of(held, board.mesa_wbl.name).participant))
    motion = put(board, held)
    voting.open_vote(motion, by=board.mesa_teacher)
    for attendee in (guest, staff):
        with pytest.raises(Refused):
            vote(motion, attendee, "yes")
    assert count_of(motion).voted == 0


def test_votes_by_show_of_hands_leave_those_by_phone_alone(board):
    held = convened(board, board.board)
    opened(board, held)
    ana = comes(held, "Ana Li")
    motion = put(board, held)
    voting.open_vote(motion, by=board.mesa_teacher)
    vote(motion, ana, "no")
    said = {one.pk: "yes" for one in entitled(held) if one.votes}
    assert voting.vote_by_hand(motion, said, by=board.mesa_teacher) == 5
    count = count_of(motion)
    assert (count.in_favor, count.against) == (5, 1)
    assert quorum_at(held).present == 6, "whoever votes by hand is there"


def test_minutes_are_approved_by_the_next_meeting(board):
    before = in_the_past(board, board.board, 60, came=NAMES, minutes="We met.")
    held = convened(board, board.board)
    opened(board, held)
    people = [comes(held, name) for name in NAMES[:4]]
    motion = put(board, held, title="Approve", kind="minutes", minutes_of=before)
    voting.open_vote(motion, by=board.mesa_teacher)
    for one in people:
        vote(motion, one, "yes")
    voting.settle_motion(motion, by=board.mesa_teacher)
    before.refresh_from_db()
    assert (before.approved_on, before.approved_at) == (clock.day_of(held.meeting.starts_at), held)
    with pytest.raises(Refused, match="not approved yet"):
        put(board, held, kind="minutes", minutes_of=before)


def test_a_motion_without_a_vote_is_taken_out(board):
    held = convened(board, board.board)
    motion = put(board, held)
    voting.withdraw_motion(motion, by=board.mesa_teacher)
    assert not Motion.objects.exists()
    assert not held.meeting.activities.exists()


def test_who_is_here_is_noted_from_the_page(board):
    """The button of each member names that member, and taking it back is the same button."""
    held = convened(board, board.board)
    page, secretary = f"/boards/meetings/{held.pk}/", board.client(board.mesa_teacher)
    for act, present in (("came", 1), ("not came", 0)):
        form = next(one for one in forms_of(secretary.get(page), page) if "who" in one.values)
        assert secretary.post(form.action, form.values | {"act": act}).status_code == 302
        assert quorum_at(held).present == present
