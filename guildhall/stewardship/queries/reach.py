"""Whom an answer to a request about personal data would reach: shown before anything is erased (G7)."""

from dataclasses import dataclass
from datetime import datetime

from guildhall.employers.models import Contact, Employer
from guildhall.lib.once import once
from guildhall.people.models import Membership, Person
from guildhall.stewardship.queries.subjects import Subject


@dataclass(frozen=True)
class Reach:
    """The account and the positions under an address, as an administrator may know them."""

    accounts: list[Person]
    roles: list[Membership]
    positions: list[Contact]  # at employers that the administrator sees

    def __bool__(self) -> bool:
        return bool(self.accounts or self.positions)


def reach_of(subject: Subject, person: Person) -> Reach:
    """What an erasure of somebody would take away, for whoever decides on it: not even a number of what is hidden."""
    contacts = Contact.objects.filter(pk__in=subject.contacts).select_related("employer").order_by("employer__sort_key")
    seen = contacts.filter(employer__in=Employer.objects.visible_to(person)).defer("employer__search")
    roles = Membership.objects.filter(person__in=subject.persons).in_force().select_related("institution")
    return Reach(list(subject.persons.values()), list(roles), list(seen))


@dataclass(frozen=True)
class AddressOf:
    """Where an address stands: whose it is said to be, who wrote it down and when, and when its owner answered."""

    contact: Contact
    by: Person | None
    at: datetime | None
    confirmed_at: datetime | None


def addresses_of(person: Person, address: str) -> list[AddressOf]:
    """The positions under an address that somebody sees, with who wrote it down: the newest first (G7)."""
    return once(("addresses", person.pk, address.lower()), lambda: _addresses_of(person, address))


def _addresses_of(person: Person, address: str) -> list[AddressOf]:
    rows = Contact.objects.filter(email__iexact=address.strip(), employer__in=Employer.objects.visible_to(person))
    rows = rows.select_related("employer", "email_by", "employer__entered_by").defer("employer__search")
    results = [
        AddressOf(
            contact,
            contact.email_by or contact.employer.entered_by,
            contact.email_at or contact.employer.entered_at,
            contact.email_confirmed_at,
        )
        for contact in rows
    ]
    return sorted(results, key=lambda one: one.at or one.contact.employer.entered_at, reverse=True)
