from typing import Any

from django.utils.translation import gettext_noop

from guildhall.employers.models import Employer
from guildhall.employers.querysets import is_shared_with
from guildhall.engagements import rules as engagement_rules
from guildhall.enquiries.models import Enquiry
from guildhall.enquiries.queries import knows_employer
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import contact_for_colleges

State = Enquiry.State
ASK = gettext_noop("{place} answers this: ask {who}.")


def can_take(person: Person, employer: Employer | None = None) -> Verdict:
    """Who takes an enquiry down: all of the staff, because employers call whom they know; of a restricted employer
    those who develop it (H6).
    """
    if not (verdict := person.may(Permission.SEE_DIRECTORY)) or employer is None:
        return verdict
    if employer.posted_at is None:
        return engagement_rules.can_record(person, employer)
    return YES if is_shared_with(person, employer) else no("This employer is not shared with your institutions.")


def can_hold(person: Person, employer: Employer | None) -> Verdict:
    """To whom an enquiry may be put: somebody who may answer this employer."""
    if not person.is_active:
        return no("{person} is no longer active.", person=person)
    if not (engagement_rules.can_record(person, employer) if employer else person.may(Permission.RECORD_ENGAGEMENTS)):
        return no("{person} may not record anything with this employer.", person=person)
    return YES


def can_work_on(person: Person, enquiry: Enquiry) -> Verdict:
    """Who sees to an enquiry: its person, and colleagues of the institution whose it is to answer."""
    if enquiry.employer and not (verdict := engagement_rules.can_record(person, enquiry.employer)):
        return verdict if knows_employer(person, enquiry) else no(ASK, **_whom_to_ask(person, enquiry))
    if person.pk == enquiry.holder_id:
        return person.may(Permission.RECORD_ENGAGEMENTS)
    if person.may(Permission.RECORD_ENGAGEMENTS, at=enquiry.institution):
        return YES
    return no(ASK, **_whom_to_ask(person, enquiry))


def _whom_to_ask(person: Person, enquiry: Enquiry) -> dict[str, Any]:
    """Which institution answers and who there, and nothing of an employer that the person may not know of (A1)."""
    other = enquiry.holder if enquiry.holder_id != person.pk else None
    return {"place": enquiry.institution, "who": other or contact_for_colleges() or enquiry.institution}


def can_see_to(person: Person, enquiry: Enquiry) -> Verdict:
    """Who sees to what was taken down: whoever took it, and who works on it."""
    if person.pk == enquiry.taken_by_id and (enquiry.employer is None or can_take(person, enquiry.employer)):
        return person.may(Permission.SEE_DIRECTORY)
    return can_work_on(person, enquiry)


def can_answer(person: Person, enquiry: Enquiry) -> Verdict:
    """Who answers an enquiry; one that is answered may be answered once more, and both are told of it (H6)."""
    if enquiry.state == State.CLOSED:
        return no("This inquiry is closed. Open it again first.")
    return can_work_on(person, enquiry)


def can_hand_over(person: Person, enquiry: Enquiry) -> Verdict:
    """Who hands an enquiry to somebody else: whoever sees to it, and whoever took it, until it is answered."""
    if enquiry.state != State.OPEN:
        return no("Only an inquiry that waits for an answer is handed over.")
    return can_see_to(person, enquiry)


def can_change(person: Person, enquiry: Enquiry) -> Verdict:
    """Who corrects what was taken down: whoever took it, and whoever sees to it, until it is answered."""
    if enquiry.state != State.OPEN:
        return no("What was asked does not change once it is answered.")
    return can_see_to(person, enquiry)


def can_close(person: Person, enquiry: Enquiry) -> Verdict:
    """Who closes an enquiry that needs no answer."""
    if enquiry.state != State.OPEN:
        return no("Only an inquiry that waits for an answer is closed.")
    return can_see_to(person, enquiry)


def can_reopen(person: Person, enquiry: Enquiry) -> Verdict:
    """Who opens a closed enquiry again."""
    if enquiry.state != State.CLOSED:
        return no("This inquiry is not closed.")
    return can_see_to(person, enquiry)


def can_name(person: Person, enquiry: Enquiry) -> Verdict:
    """Who says which employer it is, as long as its answer stands on nobody's timeline."""
    if enquiry.state == State.CLOSED:
        return no("This inquiry is closed. Open it again first.")
    if not enquiry.named:
        return no("It was taken down with this employer.")
    if enquiry.engagement_id:
        return no("Its answer stands on a timeline already.")
    return can_work_on(person, enquiry)


def can_show_reach(person: Person, enquiry: Enquiry) -> Verdict:
    """Who is shown how to reach whoever called: those who see to it (C24, G1)."""
    return can_see_to(person, enquiry)
