"""A member comes in by their own link; who reads the pages of a board's meeting (D15, R28)."""

from uuid import uuid4

import pytest
from django.test import Client

from guildhall.boards.actions import voting
from guildhall.boards.actions.voting import Put
from guildhall.boards.models import BoardMeeting
from guildhall.boards.queries.quorum import count_of, quorum_at
from guildhall.meetings.actions import speaking
from guildhall.meetings.actions.speaking import Sending
from guildhall.meetings.links import secret_of_participant, secret_of_room
from guildhall.meetings.models import Attendee, Meeting
from tests.boards.seated import (
    convened,
    entitled,
    full_board,
    opened,
    seat,
)

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


def test_a_member_comes_in_by_their_own_link_and_votes_on_the_phone(board):
    held = convened(board, board.board)
    meeting = opened(board, held)
    link = f"/invitation/{secret_of_participant(one_of(held, 'Ana Li').participant)}/"
    phone = Client()
    assert "come into the room" in phone.get(link).content.decode()
    answer = phone.post(f"{link}room/")
    room = f"/room/{secret_of_room(meeting)}/"
    assert answer["Location"] == room
    assert quorum_at(held).present == 1
    motion = put(board, held)
    voting.open_vote(motion, by=board.mesa_teacher)
    page = phone.get(room).content.decode()
    assert "Buy a simulator" in page
    sent = {"activity": str(motion.activity_id), "key": "k", "edition": "0", "choice": "yes"}
    phone.post(f"{room}say/", sent)
    phone.post(f"{room}say/", sent)
    assert count_of(motion).in_favor == 1
    other = Client()
    other.post(f"{link}room/")
    assert Attendee.objects.filter(meeting=meeting).count() == 1, "the same person on another phone"
    assert "Buy a simulator" in other.get(room).content.decode()
    assert "Buy a simulator" not in phone.get(room).content.decode(), "the first phone speaks no more"


def test_pages_of_a_meeting_are_read_by_who_leads_it(board):
    held = convened(board, board.board)
    path = f"/boards/meetings/{held.pk}/"
    assert "No quorum: 0 of 6" in board.client(board.mesa_teacher).get(path).content.decode()
    assert board.client(board.mesa_cases).get(path).status_code == 403
    outside = board.client(board.harbor_wbl).get(f"/boards/{board.board.pk}/meetings/").content.decode()
    assert path not in outside


def test_the_pages_of_the_meeting_lead_to_its_board(board):
    held = convened(board, board.board)
    answer = board.client(board.mesa_teacher).get(f"/meetings/{held.meeting_id}/").content.decode()
    assert f"/boards/meetings/{held.pk}/" in answer
    assert "Nursing advisory board" in answer


def test_a_meeting_that_moves_keeps_its_board(board):
    held = convened(board, board.board, days=9)
    assert BoardMeeting.objects.get(meeting=Meeting.objects.get()).pk == held.pk


def test_a_seat_without_a_vote_gives_none(board):
    seat(board, board.board, votes=False)
    held = convened(board, board.board)
    assert [one.votes for one in entitled(held)].count(False) == 1
