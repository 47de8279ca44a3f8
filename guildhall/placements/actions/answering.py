"""What somebody of an employer answers about students, signed in by their door: the same as by a link (N19)."""

from typing import Any

from django.db import transaction

from guildhall.context import Keeper, keeping
from guildhall.employers.models import EmployerLogin
from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.placements import rules
from guildhall.placements.actions.asking import Answer, take_answer
from guildhall.placements.actions.disclosing import may_be_named
from guildhall.placements.models import Application, Placement, Question
from guildhall.placements.parties import employer_party
from guildhall.students import rules as student_rules

WHY = "what an employer that is signed in answers about its own students"


@transaction.atomic
def answer_signed_in(row: Application | Placement, answer: Answer, *, by: EmployerLogin) -> None:
    """An employer chooses, or says whether it began, runs, or how it ended; what it was mailed is answered with it."""
    with keeping(Keeper.LINK, WHY):
        require(rules.can_answer_for(by, row))
        what: dict[str, Any] = {"placement" if isinstance(row, Placement) else "application": row}
        waiting = Question.objects.filter(**what, answered_at=None, until__gte=clock.today())
        waiting.update(answered_at=clock.now(), answer=answer.word[:12])
        take_answer(row, answer, employer_party(by.employer_id))


@transaction.atomic
def show_signed_in(row: Application | Placement, *, by: EmployerLogin) -> dict[str, Any]:
    """Show somebody of the employer who it is, as far as a consent lets it know; that it was shown is written (R5)."""
    with keeping(Keeper.LINK, WHY):
        require(rules.can_answer_for(by, row))
        return may_be_named(row, by=_released_by(row))


def _released_by(row: Application | Placement) -> Any:
    """Who of the staff stands for what is shown: who asked last, else who coordinates; who still may (R5)."""
    people = [one for one in (_asked_by(row), row.coordinator) if one is not None]
    may = (one for one in people if student_rules.can_keep(one, row.institution))
    return next(may, people[0] if people else None)


def _asked_by(row: Application | Placement) -> Any:
    """Who of the staff asked the employer last."""
    what: dict[str, Any] = {"placement" if isinstance(row, Placement) else "application": row}
    last = Question.objects.filter(**what).exclude(by=None).select_related("by").first()
    return last.by if last else None
