"""Members and the staff answer the same questions about working together; nobody's answer shows (D18, D19, N13)."""

from datetime import timedelta

import pytest
from django.test import Client

from guildhall.boards.actions.together import assess_by_link, assess_ourselves
from guildhall.boards.links import secret_of_member
from guildhall.boards.models import BoardAssessment, Member
from guildhall.boards.queries.together import together_of
from guildhall.lib.verdicts import Refused
from guildhall.supervision.questions_of_both import QUESTIONS
from tests.boards.seated import NAMES, full_board

pytestmark = pytest.mark.django_db
CODES = [code for code, _label in QUESTIONS]


@pytest.fixture
def board(cast):
    cast.board = full_board(cast)
    return cast


def all_of(n):
    return dict.fromkeys(CODES, n)


def member(cast, name):
    rows = Member.objects.select_related("board__institution", "board__secretary", "seat", "person", "contact")
    return rows.get(board=cast.board, given=name)


def answered(cast, names, n=4):
    for name in names:
        assess_by_link(member(cast, name), all_of(n))


def test_a_member_answers_on_a_phone_without_an_account_and_once(board):
    """Journey 12; N13: stored once even if opened twice."""
    Member.objects.filter(given="Ana Li").update(email="ana@clinic.example")
    link = f"/board/{secret_of_member(member(board, 'Ana Li'))}/"
    phone = Client()
    assert "How is working together going?" in phone.get(link).content.decode()
    page = phone.get(f"{link}together/").content.decode()
    assert "Students come prepared for the work." in page
    partly = phone.post(f"{link}together/", {"goals": "4"}).content.decode()
    assert "checked" in partly
    assert not BoardAssessment.objects.exists()
    assert phone.post(f"{link}together/", all_of("4")).status_code == 302
    phone.post(f"{link}together/", all_of("1"))
    row = BoardAssessment.objects.get()
    assert (row.side, row.answers) == ("members", all_of(4))
    assert "Your answer is here" in phone.get(f"{link}together/").content.decode()


def test_fewer_than_five_are_not_shown_and_five_are(board):
    answered(board, NAMES[:4])
    assert not together_of(board.board).is_shown
    page = board.client(board.mesa_teacher).get(f"/boards/{board.board.pk}/together/").content.decode()
    assert "Not enough answers yet." in page
    answered(board, NAMES[4:5])
    found = together_of(board.board)
    assert [one.theirs.mean for one in found.board] == [4.0] * len(CODES)
    assert (found.answered, found.asked) == (5, 6)
    answered(board, NAMES[5:], 1)
    assert together_of(board.board).board[0].theirs.mean == 4.0, "a sixth answer tells of nobody"


def test_the_other_side_is_asked_the_same_and_hidden_the_same(board):
    answered(board, NAMES[:5])
    for name in ("mesa_teacher", "mesa_wbl"):
        assert assess_ourselves(board.board, all_of(2), by=board.people[name])
    assert not assess_ourselves(board.board, all_of(5), by=board.mesa_wbl)
    found = together_of(board.board)
    assert (found.board[0].ours, found.board[0].gap) == (None, None)
    with pytest.raises(Refused, match="secretary"):
        assess_ourselves(board.board, all_of(5), by=board.people["mesa_instructor"])


def test_the_gap_stands_once_both_sides_have_enough(board):
    answered(board, NAMES[:5], 3)
    for n, name in enumerate(("mesa_teacher", "mesa_wbl", "mesa_admin", "mesa_career", "mesa_jobs")):
        BoardAssessment.objects.create(
            board=board.board, year=together_of(board.board).year, side="staff", person=board.people[name],
            answers=all_of(5), answered_at=board.board.made_at + timedelta(n),
        )  # fmt: skip
    assert together_of(board.board).board[0].gap == 2.0


def test_whoever_has_not_taken_the_seat_or_has_left_is_not_asked(board):
    row = member(board, "Ben Ray")
    row.state = Member.State.ENDED
    with pytest.raises(Refused):
        assess_by_link(row, all_of(3))
    staff = Member.objects.select_related("board__institution", "person", "contact").get(person=board.mesa_wbl)
    with pytest.raises(Refused):
        assess_by_link(staff, all_of(3))


def test_last_year_counts_no_more(board):
    answered(board, NAMES[:5])
    BoardAssessment.objects.update(year="1999-00")
    assert not together_of(board.board).is_shown
    assert together_of(board.board, "1999-00").is_shown
