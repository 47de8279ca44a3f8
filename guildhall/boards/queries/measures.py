"""By which rules a board is measured: those of the clause in force for its institution and kind (D12, B3)."""

from collections.abc import Iterable
from typing import Any

from guildhall.boards.measures import Measures
from guildhall.boards.models import Board
from guildhall.people.models import Institution
from guildhall.protocols.parameters import BOARD
from guildhall.protocols.queries import agreed, parameter

SUBJECTS = {kind: f"boards_{kind}" for kind in Board.Kind.values}


def measures_at(institution: Institution, kind: str) -> Measures:
    """The rules for one kind of board at an institution."""
    clause, values = agreed(SUBJECTS[kind], institution)
    return Measures.of(values, clause.citation if clause else "")


def measures_of(board: Board) -> Measures:
    """The rules for a board."""
    return measures_at(board.institution, board.kind)


def measures_for(boards: Iterable[Board]) -> dict[Any, Measures]:
    """The rules for each of some boards, by key; read once for each institution."""
    return {board.pk: measures_of(board) for board in boards}


def label_at(institution: Institution | None) -> str:
    """What such boards are called in a territory: board or committee."""
    if institution is None:
        return BOARD
    return str(parameter("boards_program", "label", institution, BOARD))
