"""What people are told about employers of theirs, and about the contacts whom they protect (C9, N6)."""

from collections.abc import Sequence

from django.urls import reverse

from guildhall.employers.models import Contact, Designation, Employer, KeyAccount
from guildhall.lib.scopes import joint
from guildhall.people import events
from guildhall.people.models import Person
from guildhall.people.telling import tell


def tell_operators(contact: Contact, *, by: Person) -> None:
    """Tell the operators of key accounts that somebody else noted the last day of a contact whom they protect."""
    accounts = KeyAccount.objects.standing().filter(protections__contact=contact).select_related("operator")
    people = {account.operator for account in accounts} - {by}
    given = {"key": f"departure:{contact.pk}:{contact.to_date}", "scope": contact.employer.scope}
    path, words = reverse("employer-contacts", args=[contact.employer_id]), {"by": by, "contact": contact}
    tell(events.CONTACT_LEFT, people, "employers/email/departure.txt", words, path=path, **given)


def tell_of_owner(employer: Employer, former: Person | None, *, by: Person | None) -> None:
    """Tell the new owner of a shared employer, and the former one, that it changes hands."""
    if employer.posted_at is None or former == employer.owner:
        return
    people = {person for person in (employer.owner, former) if person} - {by}
    given = {"key": f"owner:{employer.pk}:{employer.version}:{employer.owner_id}", "scope": employer.scope}
    path, words = reverse("employer", args=[employer.pk]), {"employer": employer, "by": by}
    tell(events.OWNER_CHANGED, people, "employers/email/owner.txt", words, path=path, **given)


def tell_of_owners(handed: Sequence[tuple[Employer, Person | None, Person | None]], *, key: str, by: Person) -> None:
    """Tell each new and former owner once of all the employers that changed hands in one go."""
    people = {person for _employer, *both in handed for person in both if person} - {by}
    path = f"{reverse('employers')}?owner=me"
    for person in people:
        gained = [employer for employer, former, owner in handed if owner == person and former != person]
        lost = [employer for employer, former, owner in handed if former == person and owner != person]
        words = {"gained": gained, "lost": lost, "by": by}
        scope = joint(employer.scope for employer in (*gained, *lost))
        tell(events.OWNER_CHANGED, [person], "employers/email/owners.txt", words, path=path, key=key, scope=scope)


def tell_of_ending(row: Designation) -> None:
    """Tell whoever made an exception to who sees an employer, and the employer's owner, that it ends (B4)."""
    employer = row.employer
    people = [person for person in (row.by, employer.owner) if person]
    given = {"key": f"exception:{row.pk}:{row.until}", "scope": employer.scope}
    path, words = reverse("employer-about", args=[employer.pk]), {"employer": employer, "row": row}
    tell(events.EXCEPTION_ENDING, people, "employers/email/exception.txt", words, path=path, **given)
