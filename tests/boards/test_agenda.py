"""What an agenda tells whoever is invited: nothing of employers that are hidden from some, no few students (A1, R6)."""

import pytest

from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.small_counts import Told, told_of
from guildhall.placements.actions import accepting, moving
from guildhall.placements.actions.planning import Plan
from tests.boards.seated import convened, founded, program, seat
from tests.placements.placed import student

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(cast):
    """Twelve students of Mesa at a clinic that everybody sees, and at a shop that Mesa alone sees."""
    cast.nursing = program(cast)
    cast.clinic, cast.shop = cast.shared("Coast Clinic").employer, cast.shared("Quiet Shop").employer
    Employer.objects.filter(pk=cast.shop.pk).update(audience=[cast.mesa.pk])
    cast.board = founded(cast, cast.nursing)
    for n in range(12):
        plan = Plan(cast.clinic if n else cast.shop, "internship_paid", "A place", program=cast.nursing)
        row = accepting.place(student(cast, f"S{n}"), plan, by=cast.mesa_wbl)
        moving.start(row, clock.today(), by=cast.mesa_wbl)
    return cast


def texts(board):
    held = convened(board, board.board, days=20)
    return dict(held.meeting.agenda.values_list("title", "text"))


def test_an_employer_that_is_hidden_from_some_is_not_counted(board):
    """The secretary sees both; the agenda goes to employers, other institutions and members with a link."""
    page = board.client(board.mesa_teacher).get(f"/boards/{board.board.pk}/due/").content.decode()
    assert "2 organizations place students" in page, "the control: the secretary reads of both"
    found = texts(board)
    assert "1 organization is due a seat." in found["Seats and terms"]
    assert "Employers who hosted them: 1" in found["New figures"]
    Employer.objects.filter(pk=board.shop.pk).update(audience=None)
    found = texts(board)
    assert "2 organizations are due a seat." in found["Seats and terms"], "the control: once it is shared with all"
    assert "Employers who hosted them: 2" in found["New figures"]


def test_a_vacant_seat_is_counted_whoever_it_is_for(board):
    """It names nobody: everybody who reads the board sees that it is vacant."""
    seat(board, board.board, "business", board.shop)
    seat(board, board.board, "business", board.clinic)
    assert "2 seats are vacant." in texts(board)["Seats and terms"]


def test_students_are_told_in_full_tens(board):
    assert "Students placed in the last year: 10+ students" in texts(board)["New figures"]


@pytest.mark.parametrize("own", [0, 1, 7, 30])
def test_no_difference_of_two_told_numbers_is_one_of_few_students_of_others(own):
    """R6: whatever places two numbers are of."""
    told = {others: told_of(own, others) for others in range(60)}
    assert all(told[n] == Told(None) for n in range(1, 10))
    shown = {others: one.n - own for others, one in told.items() if one.n is not None}
    assert all(n % 10 == 0 for n in shown.values())
    assert all(told[n].rounded == (n % 10 > 0) for n in shown)
    assert told[0] == Told(own)
