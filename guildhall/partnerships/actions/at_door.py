"""An employer answers for its part at its own front door (E12, N19)."""

from django.db import transaction

from guildhall.employers.models import EmployerLogin
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.partnerships import emails, rules
from guildhall.partnerships.actions.stakeholders import Answered, answer, held
from guildhall.partnerships.models import Stakeholder

State = Stakeholder.State


@transaction.atomic
def answer_at_door(row: Stakeholder, *, accepted: bool, words: str, by: EmployerLogin) -> Stakeholder:
    """Take a part that was asked for, or decline it; those who lead are told, as they are of an answer by the link."""
    saved = held(row.pk)
    if saved.employer_id != by.employer_id or saved.state not in (State.ASKED, State.ACCEPTED):
        refuse("This is not asked any more.")
    require(rules.can_answer_at_door(by, saved))
    answer(saved, Answered(accepted, Stakeholder.How.DOOR, clock.today(), words), by=None)
    emails.tell_answer(saved)
    return saved
