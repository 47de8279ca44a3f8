"""Who may see, refer, offer, accept and end: the staff of the institution, and the two others for their part."""

from datetime import date
from typing import Any
from uuid import UUID

from guildhall.employers.models import Employer, EmployerLogin
from guildhall.lib import clock
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.opportunities.kinds import AWARENESS, EDUCATORS
from guildhall.opportunities.models import Opportunity
from guildhall.opportunities.rules import can_work_with
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import WITHOUT_STUDENTS, Permission
from guildhall.placements.grades import FIRST_NAMED, is_before
from guildhall.placements.models import Application, Attestation, GroupExperience, Host, Placement
from guildhall.placements.parties import Party, Side
from guildhall.placements.queries.groups import is_named, named_from
from guildhall.placements.queries.hosting import put_to
from guildhall.placements.querysets import places_of
from guildhall.students import rules as student_rules
from guildhall.students.models import Registration

Actor = Person | Party


def can_see_figures(person: Person) -> Verdict:
    """Who sees the yearly figures: all of the staff (F23)."""
    return person.standing.sees(Permission.SEE_DIRECTORY)


def can_see_rows(person: Person) -> Verdict:
    """Who opens a figure into its rows: whoever sees students by name, and then only their own institution's."""
    if places_of(person):
        return YES
    return no("Only the staff of a college or school sees who took part, and only their own students.")


def can_see_placements(person: Person) -> Verdict:
    """Who sees placements: whoever sees students by name, and then only their own institution's (C4)."""
    return can_see_rows(person)


def can_keep(person: Person, institution: Institution | None = None) -> Verdict:
    """Who refers students and keeps their placements: whoever keeps the students of that institution (C4)."""
    return student_rules.can_keep(person, institution)


def can_count(person: Person, institution: Institution | None = None) -> Verdict:
    """Who counts a group: whoever keeps the students there, and a teacher the own class (D21)."""
    if verdict := can_keep(person, institution):
        return verdict
    places = places_of(person, Permission.TEACH_STUDENTS)
    return YES if places and (institution is None or institution.pk in places) else verdict


def can_take_back(person: Person, group: GroupExperience) -> Verdict:
    """Who takes a group back: whoever keeps the students there; whoever counted it, until a student is named in it."""
    if verdict := can_keep(person, group.institution):
        return verdict
    if group.by_id != person.pk or not can_count(person, group.institution):
        return verdict
    return no("Students have a record of it: ask whoever keeps them.") if is_named(group) else YES


def can_name(person: Person, group: GroupExperience) -> Verdict:
    """Who says which students were in a group: whoever keeps them, from the grade on that the school decided (D21)."""
    if not (verdict := can_keep(person, group.institution)):
        return verdict
    return can_be_named(group, named_from([group.institution_id]).get(group.institution_id, ""))


def can_be_named(group: GroupExperience, first: str) -> Verdict:
    """Whether it is kept by name who was in a group; `first` is the grade from which its school does, if it said."""
    if group.grade and is_before(group.grade, first or FIRST_NAMED):
        return no("Children below grade {grade} are counted without their names.", grade=first or FIRST_NAMED)
    if group.level == GroupExperience.Level.ELEMENTARY and not (group.grade and first):
        return no("Children of elementary schools are counted without their names.")
    return YES


def can_agree(person: Person, employer: Employer, institution: Institution | None = None) -> Verdict:
    """Who writes down what an employer agreed to host: whoever keeps the students, of an employer that they see."""
    if not (verdict := can_keep(person, institution)):
        return verdict
    return can_work_with(person, employer)


def can_act(by: Actor | None, row: Application | Placement, *sides: Side) -> Verdict:
    """Whether somebody takes a step: the institution's own staff always, the student and the employer for their part.

    Without anybody the software itself acts.
    """
    if by is None:
        return YES
    if not isinstance(by, Party):
        return can_keep(by, row.institution)
    own = row.student_id if by.side == Side.STUDENT else row.employer_id
    return YES if by.side in sides and by.about == own else no("This is not yours to decide.")


def can_refer(by: Actor, registration: Registration, opportunity: Opportunity) -> Verdict:
    """Whether a student may be put forward for an opportunity, by the staff or by themselves (journeys 8 and 9)."""
    if isinstance(by, Party):
        if by.side != Side.STUDENT or by.about != registration.student_id:
            return no("This is not yours to decide.")
    elif not (verdict := can_keep(by, registration.institution)):
        return verdict
    if not (verdict := can_be_applied_for(opportunity, alone=isinstance(by, Party))):
        return verdict
    if not Opportunity.objects.filter(pk=opportunity.pk).open_at(registration.institution).exists():
        return no("It is not open to {place}.", place=registration.institution)
    return YES


def can_be_applied_for(opportunity: Opportunity, *, alone: bool = False) -> Verdict:
    """Whether an opportunity takes applications today: it is shown, it is for students, and its window is open;
    `alone`: those of a student, not of the staff for one.
    """
    today = clock.today()
    if not opportunity.is_open:
        return no("It is not open today.")
    if opportunity.kind_of.stage == EDUCATORS:
        return no("It is for teachers, not for students.")
    if alone and opportunity.kind_of.stage == AWARENESS:
        return no("Whole classes take part in it. Tell a teacher or the career center that you would like to come.")
    if opportunity.apply_from and opportunity.apply_from > today:
        return no("Applications are taken from {day} on.", day=opportunity.apply_from)
    if opportunity.apply_until and opportunity.apply_until < today:
        return no("Applications have ended.")
    return YES


def gives_places(opportunity: Opportunity) -> bool:
    """Whether a place of it that frees goes to whoever waits: also when its posting has ended, while it stands.

    Not where the employer withdrew it, or nobody answered whether it still stands, or it was refused.
    """
    if opportunity.state == Opportunity.State.CLOSED:
        return opportunity.closed_because in (Opportunity.Closing.EXPIRED, Opportunity.Closing.FILLED)
    return opportunity.state != Opportunity.State.REFUSED


def can_answer_for(login: EmployerLogin, row: Application | Placement) -> Verdict:
    """Whether somebody who signs in for an employer answers about a student: about those who were put to it (N19)."""
    if login.ended_at or row.employer_id != login.employer_id:
        return no("This is not yours to decide.")
    if isinstance(row, Application) and not put_to(login).filter(pk=row.pk).exists():
        return no("This is not yours to decide.")
    return YES


def can_decide(by: Actor | None, row: Application, to: str) -> Verdict:
    """Whether an application may go on to a state: in its order, and by whom it is asked (C4)."""
    if (step := APPLYING.get(to)) is None or row.state not in step[0]:
        return no("It cannot go on like that: it is {state} now.", state=row.get_state_display())
    return can_act(by, row, *step[1])


def can_be_met(row: Any) -> bool:
    """Whether an employer may still say that it wants to meet the student: it says so once."""
    return row.state in APPLYING[_A.SHORTLISTED][0]


def can_move(by: Actor | None, row: Placement, to: str) -> Verdict:
    """Whether a placement may go on to a state: in its order, and by whom it is asked (C4)."""
    if (step := PLACING.get(to)) is None or row.state not in step[0]:
        return no("It cannot go on like that: it is {state} now.", state=row.get_state_display())
    return can_act(by, row, *step[1])


def can_confirm(by: Actor | None, row: Placement) -> Verdict:
    """Who says that a placement still runs: any of the three sides, as long as it does (M2)."""
    if row.state != Placement.State.STARTED:
        return no("Only what is under way can be confirmed.")
    return can_act(by, row, Side.STUDENT, Side.EMPLOYER)


def can_note_outcome(by: Actor | None, row: Placement) -> Verdict:
    """Who says what came of a placement: any of the three sides, once it has ended."""
    if row.state not in (Placement.State.COMPLETED, Placement.State.ENDED_EARLY):
        return no("What came of it is said once it has ended.")
    return can_act(by, row, Side.STUDENT, Side.EMPLOYER)


def can_change(by: Person, row: Placement) -> Verdict:
    """Who changes what was agreed: whoever keeps the students there; what has ended stays as it was counted."""
    if not (verdict := can_keep(by, row.institution)):
        return verdict
    return YES if row.is_open else no("It has ended. What was counted stays as it is.")


def can_happen_on(day: date, row: Placement | None = None) -> Verdict:
    """Whether something can have happened on a day: not ahead, and not before it began."""
    if day > clock.today():
        return no("That day is still ahead.")
    if row and row.started_on and day < row.started_on:
        return no("It cannot end before it began.")
    return YES


_A, _P = Application.State, Placement.State
_STUDENT, _EMPLOYER = (Side.STUDENT,), (Side.EMPLOYER,)
# For each state from which ones it is reached, and by whom besides the staff of the institution.
APPLYING: dict[str, tuple[tuple[Any, ...], tuple[Side, ...]]] = {
    _A.SHORTLISTED: ((_A.APPLIED, _A.REFERRED), _EMPLOYER),
    _A.OFFERED: ((_A.APPLIED, _A.REFERRED, _A.SHORTLISTED), _EMPLOYER),
    _A.NOT_CHOSEN: ((_A.APPLIED, _A.REFERRED, _A.SHORTLISTED), _EMPLOYER),
    _A.ACCEPTED: ((_A.OFFERED, _A.WAITING), _STUDENT),
    _A.WAITING: ((_A.OFFERED,), _STUDENT),
    _A.DECLINED: ((_A.OFFERED, _A.WAITING), _STUDENT),
    _A.WITHDRAWN: ((_A.APPLIED, _A.REFERRED, _A.SHORTLISTED), _STUDENT),
}
PLACING: dict[str, tuple[tuple[Any, ...], tuple[Side, ...]]] = {
    _P.PAPERS: ((_P.AGREED,), ()),
    _P.STARTED: ((_P.AGREED, _P.PAPERS), _EMPLOYER),
    _P.NO_SHOW: ((_P.AGREED, _P.PAPERS), _EMPLOYER),
    _P.WITHDRAWN: ((_P.AGREED, _P.PAPERS), _STUDENT),
    _P.COMPLETED: ((_P.STARTED,), _EMPLOYER),
    _P.ENDED_EARLY: ((_P.STARTED,), _STUDENT + _EMPLOYER),
}


def can_attest(person: Person, institution: Institution | None = None) -> Verdict:
    """Who attests the figures of an institution: its administrators and WBL coordinators; of the region, directors."""
    if not (verdict := person.may(Permission.ATTEST_FIGURES, at=institution)):
        return verdict
    if institution is None or institution.kind in WITHOUT_STUDENTS or institution.pk in attests_for(person):
        return YES
    return no("The figures of {place} are attested by its own staff.", place=institution)


def attests_for(person: Person) -> list[UUID]:
    """The colleges and schools whose figures a person attests: those of their posts, with their subtrees."""
    return places_of(person, Permission.ATTEST_FIGURES)


def can_withdraw(person: Person, row: Attestation) -> Verdict:
    """Who takes an attestation back: whoever may attest there."""
    if not (verdict := can_attest(person, row.institution)):
        return verdict
    return YES if row.stands else no("This attestation was withdrawn already.")


def can_settle(person: Person, institution: Institution | None = None) -> Verdict:
    """Who says which employer a name of a list means: whoever brings lists for the institution."""
    return person.may(Permission.IMPORT_LISTS, at=institution)


def can_settle_host(person: Person, host: Host) -> Verdict:
    """Whether somebody may still say so of one name."""
    if not (verdict := can_settle(person, host.institution)):
        return verdict
    if not host.is_settled:
        return YES
    return no("It was said already which employer this is. Undo that first.")


def can_undo_host(person: Person, host: Host) -> Verdict:
    """Whether what was said of a name can be taken back."""
    if not (verdict := can_settle(person, host.institution)):
        return verdict
    return YES if host.is_settled else no("Nobody has said yet which employer this is.")


def can_join_people(person: Person, institution: Institution | None = None) -> Verdict:
    """Who says that two of an institution's people are one: whoever keeps its students."""
    return can_keep(person, institution)
