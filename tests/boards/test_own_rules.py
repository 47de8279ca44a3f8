"""A rule of its kind that does not fit a single board: another number, with reason and end (D12, B15)."""

from datetime import timedelta

import pytest

from guildhall.boards.actions.excepting import Own, give_own_rule, lift_own_rule
from guildhall.boards.models import Board, OwnRule
from guildhall.boards.queries.assessment import assessment_of
from guildhall.boards.queries.lists import lines_of
from guildhall.boards.queries.measures import measures_for, measures_of
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from tests.boards.seated import founded, full_board, program

pytestmark = pytest.mark.django_db


def own(cast, board, rule="members", value=8, *, until=None, because="The only program of its kind", by=None):
    said = Own(rule, value, because, until or clock.today() + timedelta(100))
    return give_own_rule(board, said, by=by or cast.mesa_teacher)


def fresh(board):
    return Board.objects.select_related("institution", "secretary").get(pk=board.pk)


def test_it_holds_for_this_board_alone_wherever_boards_are_measured(cast):
    board, other = full_board(cast), founded(cast, name="Another board")
    own(cast, board, "meetings", 1)
    assert (measures_of(fresh(board)).meetings, measures_of(other).meetings) == (1, 2)
    found = measures_for([board, other])
    assert (found[board.pk].meetings, found[other.pk].meetings) == (1, 2)
    assert {line.board.name: line.required for line in lines_of([board, other], cast.mesa_teacher)} == {
        board.name: 1, other.name: 2,
    }  # fmt: skip


def test_the_self_assessment_goes_by_it_and_says_so(cast):
    board = full_board(cast, program(cast))
    met = {one.key: one.is_met for one in assessment_of(fresh(board), cast.mesa_teacher).answers}
    assert met["members"]
    own(cast, board)
    met = {one.key: one.is_met for one in assessment_of(fresh(board), cast.mesa_teacher).answers}
    assert not met["members"]
    for page in ("", "assessment/"):
        text = cast.client(cast.mesa_teacher).get(f"/boards/{board.pk}/{page}").content.decode()
        assert "The only program of its kind" in text


def test_it_ends_on_its_day_and_earlier_where_somebody_lifts_it(cast):
    board = full_board(cast)
    row = own(cast, board)
    OwnRule.objects.filter(pk=row.pk).update(until=clock.today() - timedelta(1))
    assert measures_of(fresh(board)).members == 5
    row = own(cast, board, value=9)
    assert measures_of(fresh(board)).members == 9
    assert OwnRule.objects.filter(board=board, ended_on=None).count() == 1
    lift_own_rule(row, by=cast.mesa_teacher)
    assert measures_of(fresh(board)).members == 5
    with pytest.raises(Refused, match="already"):
        lift_own_rule(row, by=cast.mesa_teacher)


@pytest.mark.parametrize("wrong", [
    {"because": " "}, {"value": 61}, {"value": 0}, {"rule": "label"}, {"value": 5}, {"until": -1}, {"until": 1200},
])  # fmt: skip
def test_without_reason_end_or_sense_it_is_refused(cast, wrong):
    board = full_board(cast)
    if "until" in wrong:
        wrong = {"until": clock.today() + timedelta(wrong["until"])}
    with pytest.raises(Refused):
        own(cast, board, **wrong)
    assert not OwnRule.objects.exists()


def test_only_who_keeps_the_board_may(cast):
    board = full_board(cast)
    for name in ("harbor_wbl", "mesa_instructor"):
        with pytest.raises(Refused):
            own(cast, board, by=cast.people[name])


def test_the_page_keeps_what_was_typed(cast):
    board = full_board(cast)
    browser, soon = cast.client(cast.mesa_teacher), clock.today() + timedelta(100)
    sent = {"rule": "quorum", "value": "40", "because": "Rural, long ways", "until": ""}
    page = browser.post(f"/boards/{board.pk}/rules/add/", sent).content.decode()
    assert "Rural, long ways" in page
    assert browser.post(f"/boards/{board.pk}/rules/add/", sent | {"until": str(soon)}).status_code == 302
    assert measures_of(fresh(board)).quorum == 40
