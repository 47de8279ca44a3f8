"""How both sides find working together on a board: figures that show nobody's answer (D18, D19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guildhall.boards.models import Board, BoardAssessment, Member
from guildhall.people.models import Person
from guildhall.students.forms.students import school_year
from guildhall.supervision.queries.assessing import Both
from guildhall.supervision.questions_of_both import QUESTIONS
from guildhall.supervision.small_groups import Opinion, Shown, shown

Side = BoardAssessment.Side
STAFF, MEMBERS = Side.STAFF.value, Side.MEMBERS.value
HOUSE = 0  # one institution at a time


@dataclass(frozen=True)
class Together:
    """A school year of one board: both sides on each question, for the board and for all boards of its institution."""

    year: str
    board: Sequence[Both]
    whole: Sequence[Both]
    answered: int  # members who did, of those who are asked
    asked: int

    @property
    def is_shown(self) -> bool:
        """Whether the answers of this board alone may be shown."""
        return any(one.ours or one.theirs for one in self.board)

    @property
    def whole_is_shown(self) -> bool:
        return any(one.ours or one.theirs for one in self.whole)


def together_of(board: Board, year: str = "") -> Together:
    """What may be shown of a school year: the rows are read whole, and nobody is told of by a figure (N13)."""
    year = year or school_year()
    rows = list(BoardAssessment.objects.filter(year=year, board__institution=board.institution_id))
    sides = {(side, code): _shown(rows, side, code) for side in (STAFF, MEMBERS) for code, _label in QUESTIONS}
    members = Member.objects.serving().filter(board=board, person=None).count()
    return Together(
        year,
        [Both(label, sides[STAFF, code].groups.get(board.pk), sides[MEMBERS, code].groups.get(board.pk))
         for code, label in QUESTIONS],
        [Both(label, sides[STAFF, code].whole, sides[MEMBERS, code].whole) for code, label in QUESTIONS],
        sum(row.board_id == board.pk and row.side == MEMBERS for row in rows), members,
    )  # fmt: skip


def _shown(rows: Sequence[BoardAssessment], side: str, code: str) -> Shown:
    said = [row for row in rows if row.side == side and code in row.answers]
    return shown(Opinion(HOUSE, row.board_id, row.answers[code]) for row in said)


def has_assessed(board: Board, *, member: Member | None = None, person: Person | None = None) -> bool:
    """Whether somebody has said this school year how working together goes."""
    who: dict[str, Any] = {"member": member} if member is not None else {"person": person}
    return BoardAssessment.objects.filter(board=board, year=school_year(), **who).exists()
