from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from guildhall.context import Keeper, keeping
from guildhall.employers.models import Employer, KeyAccount
from guildhall.employers.rules import can_keep_accounts
from guildhall.lib import clock
from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.handing import duties
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import GRANTS, Permission
from guildhall.stewardship.models import DataRequest
from guildhall.stewardship.queries.reach import addresses_of
from guildhall.students.querysets import places_of

NEW_ADDRESS_DAYS = 90  # an address that is younger is not known well enough to answer to it alone


def can_read_journal(person: Person) -> Verdict:
    """Administrators of the region read the journal."""
    return person.may(Permission.READ_JOURNAL)


def can_read_outbox(person: Any, *, demo: bool) -> Verdict:
    """Administrators of the region read the ledger of e-mail; in a demo everybody reads
    what went to invented people."""
    return YES if demo else person.may(Permission.READ_OUTBOX)


def can_send_test(person: Any) -> Verdict:
    """Who tries whether e-mail leaves: administrators of the region, also in a demo."""
    return person.may(Permission.READ_OUTBOX) if person.is_authenticated else no("Sign in first.")


def can_settle_mail(person: Any) -> Verdict:
    """Who decides about e-mail of which nobody knows whether it left: administrators of the region."""
    return person.may(Permission.READ_OUTBOX) if person.is_authenticated else no("Sign in first.")


def can_hand_over(person: Person, leaver: Person) -> Verdict:
    """Who hands a leaver's work over: whoever gives access wherever the leaver works or worked; nobody their own (N18).

    One of several places is not enough: everything goes over, and a role given at one college would be a way to the
    work and the key accounts of another.
    """
    if person.pk == leaver.pk:
        return no("Somebody else hands over your work: ask an administrator.")
    for place in leaver.workplaces():
        if not person.may(Permission.GRANT_ACCESS, at=place):
            return no(
                "{leaver} works, or worked, at {place} as well. An administrator of the region hands over.",
                leaver=leaver,
                place=place,
            )
    return person.may(Permission.GRANT_ACCESS)


def can_succeed(person: Person, leaver: Person) -> Verdict:
    """Who takes over: somebody active who works with employers at the leaver's institution, above or below it."""
    if not person.is_active or person.pk == leaver.pk:
        return no("{person} cannot take over: choose somebody who stays.", person=person)
    working = [post for post in person.standing.posts if Permission.RECORD_ENGAGEMENTS in GRANTS[post.role]]
    for place in leaver.workplaces():
        if any(post.institution in place.lineage or place.pk in post.lineage for post in working):
            return person.may(Permission.RECORD_ENGAGEMENTS)
    return no("{person} works at another institution.", person=person)


def can_take(person: Person, employers: Iterable[Any], accounts: Iterable[KeyAccount]) -> Verdict:
    """Whether somebody can do the work that a leaver leaves: they see the employers and may keep the accounts."""
    wanted = {pk for pk in employers if pk}
    seen = Employer.objects.visible_to(person).filter(pk__in=wanted).count()
    if hidden := len(wanted) - seen:
        return no("{person} does not see {n} of these employers: choose somebody else.", person=person, n=hidden)
    for account in accounts:
        if not can_keep_accounts(person, account.employer, account.institution):
            return no("{person} cannot keep the key account of {where}.", person=person, where=account.institution)
    return YES


def can_carry_on(person: Person, needs: Permission, places: Iterable[Institution]) -> Verdict:
    """Whether a role lets somebody go on with work that asks for a permission, at every institution whose it is."""
    for place in places:
        if not any(person.standing.holds(needs, at=pk) for pk in place.lineage):
            return no("{person} may not {act} at {place}: choose somebody else.", person=person, act=needs.words,
                      place=place)  # fmt: skip
    return YES


def can_note_data_requests(person: Person) -> Verdict:
    """Who notes requests about personal data: region administrators (G7)."""
    return person.may(Permission.ANSWER_DATA_REQUESTS)


def can_read_data_requests(person: Person) -> Verdict:
    """Who reads requests: region administrators, and of their own institution those who keep its students."""
    verdict = person.may(Permission.ANSWER_DATA_REQUESTS)
    return YES if places_of(person, Permission.KEEP_STUDENTS) else verdict


def can_answer_data_request(person: Person, row: DataRequest) -> Verdict:
    """Who answers one: of education records the institution that keeps them decides, and no office above it (G2)."""
    if row.institution_id is None:
        return person.may(Permission.ANSWER_DATA_REQUESTS)
    if row.institution_id in places_of(person, Permission.KEEP_STUDENTS):
        return YES
    return no("The institution that keeps these students decides.")


def can_answer_alone(person: Person, row: DataRequest) -> Verdict:
    """Whether one administrator answers a request about an address: only one that its owner is known to have (G7).

    Whoever may edit a contact can point its address at a mailbox of their own and ask for everything. It goes by what
    the administrator sees anyway, so that the answer tells of no hidden position. An institution knows its students.
    """
    address = row.address
    if row.institution_id or Person.objects.filter(email__iexact=address).exists():
        return YES  # an account is signed into from that mailbox
    seen = addresses_of(person, address)
    if not seen:
        return no("Nobody known has answered from this address yet, so a second administrator agrees.")
    if any(one.confirmed_at is None for one in seen):
        return no("This address was never confirmed by its owner, so a second administrator agrees.")
    if any(one.at and one.at > clock.now() - timedelta(NEW_ADDRESS_DAYS) for one in seen):
        days = NEW_ADDRESS_DAYS
        return no("This address was changed within {days} days, so a second administrator agrees.", days=days)
    return YES


def can_be_erased(person: Person) -> Verdict:
    """Whether somebody with an account may be erased: not while they have a role, or work that nobody else has."""
    if person.memberships.in_force().exists():
        return no("This person has a role still. Hand their work over and end their access first.")
    with keeping(Keeper.HANDOVER, "whether somebody still has anything to do"):
        if any(duty.rows(exact=person).exists() for duty in duties()):
            return no("This person has open work still. Hand it over first.")
    return YES
