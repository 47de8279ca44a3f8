"""Who may do what with figures, lists of high demand and the roles of employers."""

from guildhall.demand.models import DemandList, EnteredFigure, HardToFill
from guildhall.employers.models import Employer, EmployerLogin
from guildhall.employers.rules import can_speak_for
from guildhall.engagements.rules import can_record
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission

KEEP = Permission.KEEP_PROGRAMS


def can_read(person: Person) -> Verdict:
    """Who reads what is in demand here, and what is missing: all of the staff (D7)."""
    return person.may(Permission.SEE_DIRECTORY)


def can_load(person: Person) -> Verdict:
    """Who takes in published figures, enters others by hand and describes sources: whoever keeps programs somewhere."""
    return person.may(KEEP)


def can_end_by_hand(person: Person, row: EnteredFigure) -> Verdict:
    """Who ends a figure that was entered by hand: whoever may enter one."""
    return can_load(person) if row.stands else no("It has ended already.")


def can_choose_area(person: Person, institution: Institution) -> Verdict:
    """Who says which labor market area an institution is in: whoever keeps its programs."""
    return person.may(KEEP, at=institution)


def can_keep_list(person: Person, institution: Institution | None = None) -> Verdict:
    """Who draws up, approves and ends the list of an institution: whoever keeps its programs."""
    return person.may(KEEP, at=institution) if institution else person.may(KEEP)


def can_change_list(person: Person, row: DemandList) -> Verdict:
    """Who changes a list: whoever keeps it, until it is approved; then another version follows it."""
    if not row.is_draft:
        return no("It is decided. Begin another version to change anything.")
    return can_keep_list(person, row.institution)


def can_approve(person: Person, row: DemandList) -> Verdict:
    """Who approves a list: whoever keeps it, once there is something on it."""
    if not (verdict := can_change_list(person, row)):
        return verdict
    return YES if row.occupations.standing().exists() else no("Nothing is on it yet. Propose occupations first.")


def can_end(person: Person, row: DemandList) -> Verdict:
    """Who ends a list before another one follows it."""
    if row.state != DemandList.State.APPROVED or row.ends_on is not None:
        return no("Only a list that is approved and has no last day can be ended.")
    return can_keep_list(person, row.institution)


def can_note(person: Person | EmployerLogin, employer: Employer) -> Verdict:
    """Who says which roles are hard to fill: the employer's own people, and staff who may log with it (D6)."""
    if isinstance(person, EmployerLogin):
        return can_speak_for(person, employer)
    return can_record(person, employer)


def can_change(person: Person | EmployerLogin, row: HardToFill) -> Verdict:
    """Who changes a role: what the employer said itself the staff may end, and not put into other words."""
    if row.over:
        return no("It is over. Note another one instead.")
    if row.by_itself and isinstance(person, Person):
        return no("The employer said this itself. Ask them, or say that it is over.")
    return can_note(person, row.employer)


def can_say_over(person: Person | EmployerLogin, row: HardToFill) -> Verdict:
    """Who says that a role is not hard to fill any more."""
    return no("It is over already.") if row.over else can_note(person, row.employer)
