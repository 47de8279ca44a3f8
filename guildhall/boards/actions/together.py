"""Saying how working together goes: members by their link, the staff signed in, each once a school year (D18)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.boards import rules
from guildhall.boards.actions.founding import held_board
from guildhall.boards.models import Board, BoardAssessment, Member
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.students.forms.students import school_year
from guildhall.supervision.questions_of_both import QUESTIONS, cleaned

Side = BoardAssessment.Side


@transaction.atomic
def assess_by_link(row: Member, answers: Mapping[str, int]) -> bool:
    """A member says how working together goes; once a school year, however often the link is opened."""
    require(rules.can_assess_by_link(row))
    return _say(row.board, Side.MEMBERS, answers, member=row)


@transaction.atomic
def assess_ourselves(board: Board, answers: Mapping[str, int], *, by: Person) -> bool:
    """Somebody of the staff says how working together goes."""
    require(rules.can_assess(by, board))
    return _say(board, Side.STAFF, answers, person=by)


def _say(row: Board, side: str, answers: Mapping[str, int], **who: Any) -> bool:
    board = held_board(row)
    said = cleaned(dict(answers))
    if len(said) < len(QUESTIONS):
        refuse("Answer every question, please: what is compared has to be whole.")
    year = school_year()
    if BoardAssessment.objects.filter(board=board, year=year, **who).exists():
        return False
    kept = BoardAssessment.objects.create(
        board=board, year=year, side=side, answers=said, answered_at=clock.now(), **who
    )  # fmt: skip
    record("answer about board", kept, by=None, after={"year": year, "side": side}, institution=board.institution)
    return True
