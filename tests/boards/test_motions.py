"""What was put to the vote is what was voted on (D15)."""

import pytest

from guildhall.boards.actions import voting
from guildhall.boards.actions.voting import Put
from guildhall.boards.models import Motion
from guildhall.meetings.actions import opening
from tests.boards.seated import convened, full_board, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def motion(cast):
    held = convened(cast, full_board(cast))
    opened(cast, held)
    return voting.put_motion(held, Put("Buy a simulator"), by=cast.mesa_teacher)


def changed(cast, motion, **values):
    """By the page of the room, where whoever leads the meeting changes what is done there."""
    row = Motion.objects.select_related("activity", "held").get(pk=motion.pk)
    path = f"/meetings/{row.held.meeting_id}/lines/activities/{row.activity_id}/"
    said = {"kind": "motion", "title": "Buy a simulator", "seconds": "", "version": row.activity.version}
    answer = cast.client(cast.mesa_teacher).post(path, said | values)
    return Motion.objects.get(pk=motion.pk).name, answer.content.decode()


def test_a_motion_is_put_in_other_words_until_the_vote_is_opened(cast, motion):
    """The control: before anybody has voted its words are those of whoever puts it."""
    assert changed(cast, motion, title="Buy two simulators")[0] == "Buy two simulators"


@pytest.mark.parametrize("settled", [False, True])
def test_once_it_was_put_to_the_vote_its_words_stay(cast, motion, settled):
    voting.open_vote(motion, by=cast.mesa_teacher)
    if settled:
        voting.settle_motion(motion, by=cast.mesa_teacher)
    name, page = changed(cast, motion, title="Sell the building")
    assert name == "Buy a simulator"
    assert "It was put to the vote: its words stay" in page
    assert "Sell the building" in page, "what was typed is kept"


def test_a_motion_is_not_turned_into_something_else(cast, motion):
    _name, page = changed(cast, motion, kind="reflection", seconds="120")
    assert "A motion stays one" in page
    assert Motion.objects.get(pk=motion.pk).activity.kind == "motion"


def open_again(cast, motion):
    """By the page of the room, where whatever was closed is opened again."""
    said = {"act": "open", "activity": str(motion.activity_id)}
    path = f"/meetings/{motion.held.meeting_id}/room/"
    answer = cast.client(cast.mesa_teacher).post(f"{path}act/", said, follow=True)
    motion.activity.refresh_from_db()
    return motion.activity.state, answer.content.decode()


def test_a_vote_that_was_written_down_is_not_opened_again(cast, motion):
    """Neither by its own page nor by that of the room; one that was only closed is: the control."""
    voting.open_vote(motion, by=cast.mesa_teacher)
    opening.close_activity(motion.activity, by=cast.mesa_teacher)
    state, page = open_again(cast, motion)
    assert state == "open"
    voting.settle_motion(motion, by=cast.mesa_teacher)
    other = voting.put_motion(motion.held, Put("Buy a van"), by=cast.mesa_teacher)
    voting.open_vote(other, by=cast.mesa_teacher)
    state, page = open_again(cast, motion)
    assert state == "closed"
    assert "This vote was counted and written down" in page
    assert ">Open again<" not in page
    other.activity.refresh_from_db()
    assert other.activity.is_open, "what is open stays open"


def test_a_show_of_hands_without_hands_is_said_to_be_none(cast, motion):
    voting.open_vote(motion, by=cast.mesa_teacher)
    page = cast.client(cast.mesa_teacher).post(f"/boards/motions/{motion.pk}/", {"once": "a"}).content.decode()
    assert "Say for at least one member how they vote." in page


def test_a_motion_of_no_kind_in_particular_is_not_called_something_else(cast, motion):
    page = cast.client(cast.mesa_teacher).get(f"/boards/meetings/{motion.held_id}/").content.decode()
    assert "Buy a simulator" in page
    assert "Something else" not in page
