"""Every program, pathway and academy has a board, or somebody says why not (D12, N12)."""

from datetime import timedelta

import pytest

from guildhall.boards.actions import founding
from guildhall.boards.actions.founding import Described
from guildhall.boards.models import Board, Exemption
from guildhall.boards.queries.lists import Wanted, boards, lines_of, numbers_without, without
from guildhall.boards.queries.measures import measures_for, measures_of
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.pathways.actions import programs
from guildhall.protocols.actions import Draft, publish
from tests.boards.seated import convened, founded, in_the_past, program, seat, sits

pytestmark = pytest.mark.django_db


@pytest.fixture
def nursing(cast):
    cast.nursing = program(cast)
    return cast


def names_without(cast, kind="program", person=None):
    return {row.name for row in without(person or cast.mesa_teacher, kind, None)}


def test_a_program_stands_as_open_until_it_has_a_board(nursing):
    welding = program(nursing, "Welding")
    assert names_without(nursing) == {"Nursing", "Welding"}
    assert numbers_without(nursing.director, None)["program"] == (2, 2)
    founding.say_why_none(
        welding, "Two students, taught out this year", until=clock.today() + timedelta(30), by=nursing.mesa_teacher
    )
    assert numbers_without(nursing.director, None)["program"] == (2, 1), "it says why, and still has none"
    with clock.at(clock.now() + timedelta(40)):
        assert numbers_without(nursing.director, None)["program"] == (2, 2), "its day has passed"
        page = nursing.client(nursing.mesa_teacher).get("/boards/without/").content.decode()
        assert "late" in page
    founded(nursing, nursing.nursing)
    assert names_without(nursing) == {"Welding"}


def test_a_closed_board_serves_nothing(nursing):
    board = founded(nursing, nursing.nursing)
    founding.close_board(board, "Merged into another", version=1, by=nursing.mesa_teacher)
    assert names_without(nursing) == {"Nursing"}
    with pytest.raises(Refused, match="closed"):
        seat(nursing, Board.objects.get(pk=board.pk))
    board.refresh_from_db()
    founding.reopen_board(board, version=board.version, by=nursing.mesa_teacher)
    assert names_without(nursing) == set()


def test_founding_a_board_takes_the_reason_for_none_back(nursing):
    founding.say_why_none(nursing.nursing, "Not yet", by=nursing.mesa_teacher)
    founded(nursing, nursing.nursing)
    assert not Exemption.objects.exists()


def test_why_none_is_changed_in_the_edition_that_somebody_saw(nursing):
    founding.say_why_none(nursing.nursing, "Not yet", by=nursing.mesa_teacher)
    with pytest.raises(Conflict):
        founding.say_why_none(nursing.nursing, "Never", version=7, by=nursing.mesa_teacher)
    founding.say_why_none(nursing.nursing, "", version=1, by=nursing.mesa_teacher)
    assert not Exemption.objects.exists(), "without words it is open again"


def test_pathways_and_academies_need_boards_too(nursing):
    care = programs.enter_pathway(nursing.mesa, programs.PathwayFacts("Care"), by=nursing.mesa_wbl)
    academy = founding.save_academy(
        "Academy of Health", institution=nursing.mesa, pathway=care, by=nursing.mesa_teacher
    )
    assert names_without(nursing, "pathway") == {"Care"}
    assert names_without(nursing, "academy") == {"Academy of Health"}
    founded(nursing, care, academy, kind="pathway")
    assert names_without(nursing, "pathway") == names_without(nursing, "academy") == set()
    founding.save_academy(
        "Academy of Health", institution=nursing.mesa, over=True, row=academy, version=1, by=nursing.mesa_teacher
    )


@pytest.mark.parametrize("name", ["mesa_cases", "mesa_instructor", "harbor_wbl", "mesa_counselor"])
def test_who_does_not_keep_boards_there_founds_none(nursing, name):
    with pytest.raises(Refused):
        founding.found_board(
            Described("Another"), [], institution=nursing.mesa, secretary=nursing.mesa_teacher, by=nursing.people[name]
        )


def test_the_secretary_is_somebody_who_keeps_boards(nursing):
    with pytest.raises(Refused, match="does not keep boards"):
        founding.found_board(
            Described("Another"), [], institution=nursing.mesa, secretary=nursing.mesa_instructor,
            by=nursing.mesa_teacher,
        )  # fmt: skip


def test_two_boards_of_one_institution_have_two_names(nursing):
    founded(nursing)
    with pytest.raises(Refused, match="stands already"):
        founded(nursing)


def test_the_list_says_how_each_board_does(nursing):
    board = founded(nursing, nursing.nursing)
    sits(nursing, board, "Ana Li")
    seat(nursing, board)
    in_the_past(nursing, board, 40)
    in_the_past(nursing, board, 400)
    ahead = convened(nursing, board, days=30)
    [line] = lines_of(list(boards(nursing.director, Wanted())), nursing.director)
    assert (line.filled, line.seats, line.held, line.required) == (1, 2, 1, 2)
    assert line.meets_too_seldom
    assert line.following == ahead.meeting.starts_at
    assert line.subjects == ["Nursing"]


def test_rules_of_many_boards_are_those_of_each(nursing, django_assert_max_num_queries):
    """The rules of a whole list are read in one statement for each kind, also where institutions have their own, and
    in one for what holds for single boards.
    """
    ours = founded(nursing, nursing.nursing)
    theirs = founding.found_board(
        Described("Harbor board"),
        [],
        institution=nursing.harbor,
        secretary=nursing.harbor_admin,
        by=nursing.harbor_admin,
    )
    drafts = [Draft("7.1", "Boards", "More.", "boards_program", {"meetings": 4})]
    publish(nursing.harbor, "Harbor boards", drafts, in_force_from=clock.today(), text="", by=None)
    with django_assert_max_num_queries(2):
        found = measures_for([ours, theirs])
    assert (found[ours.pk].meetings, found[theirs.pk].meetings) == (2, 4)
    assert found == {board.pk: measures_of(board) for board in (ours, theirs)}


def test_a_board_is_found_by_what_it_advises_on(nursing):
    founded(nursing, nursing.nursing)
    founded(nursing, name="Welders of the coast")
    found = boards(nursing.director, Wanted(words="nursing"))
    assert [row.name for row in found] == ["Nursing advisory board"]
    assert boards(nursing.director, Wanted(institution=nursing.harbor)).count() == 0
    assert boards(nursing.director, Wanted(institution=nursing.region)).count() == 2


def test_changing_a_board_is_compared(nursing):
    board = founded(nursing, nursing.nursing)
    said = {"secretary": nursing.mesa_admin, "by": nursing.mesa_teacher}
    founding.change_board(board, Described("Care"), [], version=1, **said)
    assert names_without(nursing) == {"Nursing"}
    with pytest.raises(Conflict):
        founding.change_board(board, Described("Health"), [], version=1, **said)
