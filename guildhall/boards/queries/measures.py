"""By which rules a board is measured: those of the clause in force for its institution and kind (D12, B3)."""

from collections.abc import Iterable
from typing import Any

from guildhall.boards.measures import Measures
from guildhall.boards.models import Board, OwnRule
from guildhall.people.models import Institution
from guildhall.protocols.parameters import BOARD, parameters_of
from guildhall.protocols.queries import agreed, clauses_of_many, parameter

SUBJECTS = {kind: f"boards_{kind}" for kind in Board.Kind.values}


def measures_at(institution: Institution, kind: str) -> Measures:
    """The rules for one kind of board at an institution."""
    clause, values = agreed(SUBJECTS[kind], institution)
    return Measures.of(values, clause.citation if clause else "")


def measures_of(board: Board) -> Measures:
    """The rules for a board: those of its kind, but for what holds for it alone."""
    own = [one for one in board.own_rules.all() if one.holds]
    return measures_at(board.institution, board.kind).but_for(own)


def measures_for(boards: Iterable[Board]) -> dict[Any, Measures]:
    """The rules for each of some boards, by key: one statement for each kind, however many institutions there are, and
    one for what holds for single boards alone.
    """
    rows = list(boards)
    own: dict[Any, list[OwnRule]] = {}
    for one in OwnRule.objects.filter(board__in=rows, ended_on=None):
        if one.holds:
            own.setdefault(one.board_id, []).append(one)
    found: dict[Any, Measures] = {}
    for kind in {row.kind for row in rows}:
        same, subject = [row for row in rows if row.kind == kind], SUBJECTS[kind]
        clauses = clauses_of_many({row.institution for row in same}, subject)
        usual = {one.key: one.default for one in parameters_of(subject)}
        for row in same:
            clause = clauses.get(row.institution_id)
            fixed = {k: v for k, v in clause.parameters.items() if v is not None} if clause else {}
            usually = Measures.of(usual | fixed, clause.citation if clause else "")
            found[row.pk] = usually.but_for(own.get(row.pk, ()))
    return found


def label_at(institution: Institution | None) -> str:
    """What such boards are called in a territory: board or committee."""
    if institution is None:
        return BOARD
    return str(parameter("boards_program", "label", institution, BOARD))
