"""Who writes, approves, sends and stops bulk e-mail (C18, N10): three permissions, each asked again when it leaves."""

from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.mailings.models import Mailing
from guildhall.outbox.queries import letters_waiting
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import WITHOUT_STUDENTS, Permission
from guildhall.students.querysets import places_of

State = Mailing.State
DRAFT, APPROVE, SEND = Permission.DRAFT_MAIL, Permission.APPROVE_MAIL, Permission.BULK_MAIL


def can_write(person: Person, institution: Institution | None = None, *, to_students: bool = False) -> Verdict:
    """Who writes bulk e-mail of an institution: whoever was trained, accepted the terms and has the role; to students
    whoever sees those of the institution as well.
    """
    verdict = person.may(DRAFT, at=institution) if institution else person.may(DRAFT)
    return can_reach_students(person, institution) if verdict and to_students else verdict


def can_reach_students(person: Person, institution: Institution | None) -> Verdict:
    """Who writes to students of an institution: whoever sees them by name."""
    places = places_of(person)
    if institution is None and places:
        return YES
    if institution is not None and institution.kind in WITHOUT_STUDENTS:
        return no("{place} teaches nobody. Choose the college or the school of the students.", place=institution)
    if institution is not None and institution.pk in places:
        return YES
    return no("Students are written to by the staff who see those of their own college or school.")


def can_act(person: Person, permission: Permission, mailing: Mailing) -> Verdict:
    """Whether somebody may, at the institution of a mailing. What goes to students is written and sent by those who see
    them; whoever approves it reads the words, and no names.
    """
    verdict = person.may(permission, at=mailing.institution)
    asks = mailing.to_students and permission != APPROVE
    return can_reach_students(person, mailing.institution) if verdict and asks else verdict


def can_keep(person: Person, institution: Institution) -> Verdict:
    """Who keeps the senders and templates of an institution: whoever sends its mail."""
    return person.may(SEND, at=institution)


def can_change(person: Person, mailing: Mailing) -> Verdict:
    """Who changes a mailing that has not been scheduled; what was approved is to be approved again."""
    if not mailing.is_open:
        return no("It is on its way or was sent. Stop it first, if it has not left.")
    return can_act(person, DRAFT, mailing)


def can_ask_for_approval(person: Person, mailing: Mailing) -> Verdict:
    """Who puts a draft before somebody who approves."""
    if mailing.state != State.DRAFT:
        return no("Only a draft is put before somebody who approves.")
    return can_act(person, DRAFT, mailing)


def can_approve(person: Person, mailing: Mailing) -> Verdict:
    """Who approves a mailing: never the one who wrote it, or changed it last."""
    if mailing.state != State.WAITING:
        return no("It does not wait for approval.")
    if mailing.author_id == person.pk:
        return no("You wrote it: somebody else approves it.")
    if mailing.changed_by_id == person.pk:
        return no("You changed it last: somebody else approves it.")
    return person.may(APPROVE, at=mailing.institution)


def can_schedule(person: Person, mailing: Mailing) -> Verdict:
    """Who sends a mailing that was approved."""
    if mailing.state != State.APPROVED:
        return no("Only an approved mailing is sent.")
    return can_act(person, SEND, mailing)


def can_stop(person: Person, mailing: Mailing) -> Verdict:
    """Who stops a mailing on its way, as long as letters of it wait: whoever writes, approves or sends there."""
    waits = mailing.state == State.SENT and letters_waiting(mailing.kind_of_letters, mailing.pk)
    if mailing.state not in Mailing.ON_ITS_WAY and not waits:
        return no("It is not on its way.")
    may = [person.may(permission, at=mailing.institution) for permission in (DRAFT, APPROVE, SEND)]
    return next((verdict for verdict in may if verdict), may[0])


def can_take_up(person: Person, mailing: Mailing) -> Verdict:
    """Who makes a stopped mailing a draft again."""
    if mailing.state != State.STOPPED:
        return no("Only what was stopped is taken up again.")
    return can_act(person, DRAFT, mailing)


def may_leave(mailing: Mailing) -> Verdict:
    """Whether a mailing may leave now: author, approver and sender still have their right (N10)."""
    for person, permission in ((mailing.author, DRAFT), (mailing.approver, APPROVE), (mailing.sent_by, SEND)):
        if person is None:
            continue
        if not person.is_active:
            return no("{person} has no access any more.", person=person)
        if not (verdict := can_act(person, permission, mailing)):
            return no("{person} may not {act} any more: {why}", person=person, act=permission.words,
                      why=verdict.reason)  # fmt: skip
    return YES


def can_merge(person: Person, mailing: Mailing, into: Mailing) -> Verdict:
    """Who offers to let a mailing travel with another one."""
    if mailing.to_students or into.to_students:
        return no("What goes to students travels alone.")
    if mailing.pk == into.pk or mailing.travelers.exists() or into.travels_with_id:
        return no("One of the two travels with another one already.")
    if into.state != State.SCHEDULED:
        return no("It can only travel with a mailing that is scheduled.")
    if mailing.merge:
        return no("This was offered already.")
    return can_change(person, mailing)


def can_answer_merge(person: Person, mailing: Mailing) -> Verdict:
    """Who answers for the mailing that another one would travel with."""
    if mailing.merge != Mailing.Merge.OFFERED or mailing.travels_with is None:
        return no("Nobody offers that.")
    if mailing.travels_with.state != State.SCHEDULED:
        return no("The other mailing has left already, or is not scheduled any more.")
    return person.may(SEND, at=mailing.travels_with.institution)
