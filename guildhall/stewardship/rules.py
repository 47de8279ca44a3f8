from typing import Any

from guildhall.lib.verdicts import YES, Verdict, no
from guildhall.people.handing import duties
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission


def can_read_journal(person: Person) -> Verdict:
    """Administrators of the region read the journal."""
    return person.may(Permission.READ_JOURNAL)


def can_read_outbox(person: Any, *, demo: bool) -> Verdict:
    """Administrators of the region read the ledger of e-mail; in a demo, where all is invented, everybody does."""
    return YES if demo else person.may(Permission.READ_OUTBOX)


def can_hand_over(person: Person, leaver: Person, at: Institution | None = None) -> Verdict:
    """Who hands a leaver's work over: whoever gives access where the leaver works; nobody their own (N18)."""
    if person.pk == leaver.pk:
        return no("Somebody else hands over your work: ask an administrator.")
    places = [at] if at else [m.institution for m in leaver.memberships.select_related("institution")]
    if not places:
        return person.may(Permission.GRANT_ACCESS)
    refused = [v for place in places if not (v := person.may(Permission.GRANT_ACCESS, at=place))]
    return refused[0] if len(refused) == len(places) else YES


def can_succeed(person: Person, leaver: Person) -> Verdict:
    """Who takes over: somebody active who works with employers at the leaver's institution or above it."""
    if not person.is_active or person.pk == leaver.pk:
        return no("{person} cannot take over: choose somebody who stays.", person=person)
    for membership in leaver.memberships.select_related("institution"):
        place, lineage = membership.institution_id, set(membership.institution.lineage)
        if any(post.institution in lineage or place in post.lineage for post in person.standing.posts):
            return person.may(Permission.RECORD_ENGAGEMENTS)
    return no("{person} works at another institution.", person=person) if leaver.memberships.exists() else YES


def can_answer_data_requests(person: Person) -> Verdict:
    """Who answers requests about personal data: region administrators (G7)."""
    return person.may(Permission.ANSWER_DATA_REQUESTS)


def can_be_erased(person: Person) -> Verdict:
    """Whether somebody with an account may be erased: not while they have a role, or work that nobody else has."""
    if person.memberships.in_force().exists():
        return no("This person has a role still. Hand their work over and end their access first.")
    if any(duty.rows(exact=person).exists() for duty in duties()):
        return no("This person has open work still. Hand it over first.")
    return YES
