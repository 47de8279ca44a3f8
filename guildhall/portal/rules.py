from guildhall.employers import rules as employer_rules
from guildhall.employers.models import EmployerLogin
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.models import Institution, Person, PointOfContact
from guildhall.people.permissions import Permission
from guildhall.portal.models import Correction, Registration
from guildhall.prospects import rules as prospect_rules


def can_decide(person: Person, row: Registration) -> Verdict:
    """Who lets somebody in for an employer: whoever edits that employer; of a new one, whoever may enter it (N19)."""
    if not (verdict := is_waiting(row)):
        return verdict
    if row.employer:
        return employer_rules.can_edit(person, row.employer)
    assert row.institution is not None  # it waits at one
    return prospect_rules.can_enter(person, row.institution)


def is_waiting(row: Registration) -> Verdict:
    """Whether it waits for a decision."""
    return YES if row.state == Registration.State.WAITING else no("This was decided already.")


def can_let_in(login: EmployerLogin, row: Registration) -> Verdict:
    """Whether a colleague decides: whoever administers the logins of the same employer (N19)."""
    if row.employer_id != login.employer_id or not login.administers or login.ended_at:
        return no("Only a colleague who invites others decides about this.")
    return is_waiting(row)


def can_settle(person: Person, row: Correction) -> Verdict:
    """Who settles what an employer says is wrong: whoever it is told."""
    if row.settled_at:
        return no("This was settled already.")
    if Correction.objects.visible_to(person).filter(pk=row.pk).exists():
        return YES
    return no("The point of contact of {place} settles it, or who looks after this employer.", place=row.institution)


def can_keep_expectation(person: Person, institution: Institution) -> Verdict:
    """Who keeps the page on what employers may expect: the point of contact for employers, and whoever gives access."""
    points = PointOfContact.objects.asking(person).filter(institution=institution, kind="employers")
    if points.exists():
        return YES
    return person.may(Permission.GRANT_ACCESS, at=institution)
