"""Who may do what with papers, hours, visits and evaluations."""

from collections.abc import Iterable
from datetime import date

from guildhall.employers.models import Employer, EmployerLogin
from guildhall.employers.rules import can_show_address
from guildhall.lib import clock
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Institution, Person
from guildhall.placements.models import Placement
from guildhall.placements.queries.hosting import released_names
from guildhall.students.models import StudentLogin, Use
from guildhall.students.querysets import places_of
from guildhall.students.rules import can_keep, grounds_for
from guildhall.supervision.models import HoursEntry, Link, Paper, Signer
from guildhall.supervision.queries.shown import is_released, never_told, shown_to_supervisor

LONGEST_WAIT = 366  # days for which hours are logged afterward


def can_see(person: Person) -> Verdict:
    """Who looks at papers and hours at all: the staff of a college or school that sees its students."""
    if places_of(person):
        return YES
    return no("Only the staff of a college or school sees the papers of students, and only their own students’.")


def can_keep_types(person: Person, institution: Institution | None = None) -> Verdict:
    """Who says which papers an institution asks for: whoever keeps its students."""
    return can_keep(person, institution)


def can_supervise(person: Person, placement: Placement) -> Verdict:
    """Who keeps the papers, hours and visits of a placement: whoever keeps the students of its institution."""
    return can_keep(person, placement.institution)


def is_given_up(placement: Placement) -> bool:
    """Whether a placement never came to be: its papers and links are closed with it."""
    return placement.state in (Placement.State.WITHDRAWN, Placement.State.NO_SHOW)


def can_sign_as(paper: Paper, signer: str, signed: Iterable[str]) -> Verdict:
    """Whether somebody's signature is still asked for on a version of a paper."""
    if not paper.is_current:
        return no("This paper was replaced by a later version. Nobody signs it any more.")
    if is_given_up(paper.placement):
        return no("The place was given back. Nobody signs its papers any more.")
    if signer not in paper.signers:
        return no("This paper does not ask for that signature.")
    if signer in signed:
        return no("This was signed already. Thank you.")
    return YES


def can_use(link: Link) -> Verdict:
    """Whether a link opens something today: it was not taken back, and its last day has not passed."""
    if link.revoked_at or link.until < clock.today():
        return no("This link has expired.")
    if is_given_up(link.placement):
        return no("The place was given back. Nothing is asked about it any more.")
    if link.paper is not None and not link.paper.is_current:
        return no("This paper was replaced by a later version. Nobody signs it any more.")
    if link.signer == Signer.SUPERVISOR:
        contact = link.placement.supervisor
        if contact is None or not contact.is_current or contact.email.casefold() != link.email.casefold():
            return no("This link has expired.")  # somebody else supervises, or reads that mailbox
        return can_show_to_employer(link.placement, link.paper)
    return YES


def can_show_to_employer(placement: Placement, paper: Paper | None = None) -> Verdict:
    """Whether the supervisor may be shown whose placement it is, and what the paper tells of the student.

    Asked each time, so revoking holds at once (R5).
    """
    grounds = grounds_for(placement.registration, placement.employer, Use.PLACE)
    if all(part in grounds for part in shown_to_supervisor(paper)):
        return YES
    return no("No consent that is in force lets the employer see who the student is.")


def can_give_to_supervisor(paper: Paper | None) -> Verdict:
    """Whether a paper may go to a supervisor at all: there are facts that no consent covers (R5)."""
    if not (told := never_told(paper)):
        return YES
    named = ", ".join(str(one.label) for one in told)
    return no("This paper tells what no employer reads: {parts}. Change its text, then correct the paper.", parts=named)


def can_write_supervisor(person: Person, placement: Placement) -> Verdict:
    """Whether somebody may write to the supervisor of a placement (N6)."""
    contact = placement.supervisor
    if contact is None or not contact.email or not contact.is_current:
        return no("No supervisor with an e-mail address is named for this placement.")
    return can_show_address(person, contact)


def is_own(login: StudentLogin, placement: Placement) -> Verdict:
    """Whether a placement is of a record that a student's sign-in opens."""
    own = placement.registration.login_id == login.pk and login.ended_at is None
    return YES if own else no("This is not a placement of yours.")


def can_speak_for(login: EmployerLogin, placement: Placement) -> Verdict:
    """Who of an employer, signed in, approves hours and evaluates: the supervisor, or whoever administers its logins.

    Only where the student's name was released to the employer, and still may be (R5).
    """
    if login.ended_at or login.employer_id != placement.employer_id:
        return no("This is not a placement of yours.")
    if not (login.administers or is_supervisor(login, placement)):
        return no("The supervisor does this, or a colleague who invites others.")
    if placement.registration_id not in released_names([placement]):
        return no("No consent that is in force lets the employer see who the student is.")
    return YES


def is_supervisor(login: EmployerLogin, placement: Placement) -> bool:
    """Whether somebody who signs in is the supervisor of a placement."""
    return login.contact_id is not None and login.contact_id == placement.supervisor_id


def can_sign_for_employer(login: EmployerLogin, paper: Paper) -> Verdict:
    """Who signs a paper as its supervisor, signed in: the supervisor alone, to whom it was mailed (ADR 42)."""
    if not (verdict := can_speak_for(login, paper.placement)):
        return verdict
    if Signer.SUPERVISOR not in paper.signers:
        return no("This paper asks no supervisor to sign.")
    if not is_released(paper.placement, paper):
        return no("This paper tells more of the student than was released to you. Ask the college or school.")
    return YES if is_supervisor(login, paper.placement) else no("The supervisor of the placement signs this paper.")


def can_reflect(placement: Placement) -> Verdict:
    """Whether a student reflects on a placement: once it has begun."""
    return YES if placement.started_on else no("This placement has not begun yet.")


def can_log(placement: Placement, day: date) -> Verdict:
    """Whether hours of a day may be logged: of a placement that has begun, of no day to come (journey 4)."""
    today = clock.today()
    if placement.started_on is None:
        return no("This placement has not begun yet. Hours are logged from its first day on.")
    if day > today:
        return no("Hours of a day to come cannot be logged.")
    if day < placement.started_on or (placement.ended_on and day > placement.ended_on):
        return no("The placement did not run on that day.")
    if (today - day).days > LONGEST_WAIT:
        return no("That is more than a year ago.")
    return YES


def can_decide(entry: HoursEntry) -> Verdict:
    """Whether hours wait for somebody's approval."""
    if entry.replaced_at or entry.state != HoursEntry.State.WAITING:
        return no("These hours do not wait for approval.")
    return YES


def can_ask_employer(person: Person, employer: Employer, institution: Institution) -> Verdict:
    """Who asks both sides how working together goes: whoever keeps students of the institution (D18)."""
    return can_keep(person, institution)
