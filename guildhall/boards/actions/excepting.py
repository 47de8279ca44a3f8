"""Rules of a single board: a number in place of that of its kind, with the reason and an end (D12, B15)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.boards import rules
from guildhall.boards.actions.founding import held_board
from guildhall.boards.models import Board, OwnRule
from guildhall.boards.queries.measures import measures_at
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.periods import months_after
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked

LONGEST = 36  # months; then somebody says it anew


@dataclass(frozen=True, slots=True)
class Own:
    """Which rule, what holds in its place, why, and until when."""

    rule: str
    value: int
    because: str
    until: date


@transaction.atomic
def give_own_rule(row: Board, own: Own, *, by: Person) -> OwnRule:
    """Let another number hold for one board, until a day; one that held for the same rule ends."""
    board = held_board(row)
    require(rules.can_except(by, board))
    _check(own)
    usual = getattr(measures_at(board.institution, board.kind), own.rule)
    if usual == own.value:
        refuse("The rule of its kind says {n} already.", n=str(usual))
    for known in board.own_rules.filter(rule=own.rule, ended_on=None):
        known.ended_on, known.ended_by = clock.today(), by
        known.save(update_fields=["ended_on", "ended_by"])
    kept = OwnRule.objects.create(
        board=board, rule=own.rule, value=own.value, because=one_line(own.because)[:300], until=own.until, by=by,
        at=clock.now(),
    )  # fmt: skip
    after = {"rule": own.rule, "value": own.value, "until": str(own.until)}
    before = {"rule": own.rule, "value": usual}
    record("give board own rule", kept, by=by, before=before, after=after, reason=kept.because,
           institution=board.institution)  # fmt: skip
    return kept


def _check(own: Own) -> None:
    if own.rule not in OwnRule.Rule.values:
        refuse("Say which rule.")
    lowest, highest = OwnRule.LIMITS[OwnRule.Rule(own.rule)]
    if not lowest <= own.value <= highest:
        refuse("This number lies between {lowest} and {highest}.", lowest=str(lowest), highest=str(highest))
    if not one_line(own.because):
        refuse("Say why the rule does not fit.")
    if not clock.today() <= own.until <= months_after(clock.today(), LONGEST):
        refuse("Say until when, three years ahead at most: then somebody looks at it again.")


@transaction.atomic
def lift_own_rule(row: OwnRule, *, by: Person) -> OwnRule:
    """Lift what holds for one board alone: the rule of its kind holds again."""
    held = locked(OwnRule, row.pk, "board__institution")
    require(rules.can_except(by, held.board))
    if held.ended_on is not None:
        refuse("It was lifted already.")
    held.ended_on, held.ended_by = clock.today(), by
    held.save(update_fields=["ended_on", "ended_by"])
    before = {"rule": held.rule, "value": held.value}
    record("lift own rule of board", held, by=by, before=before, institution=held.board.institution)
    return held
