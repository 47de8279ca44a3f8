"""Contacts of many employers at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from guildhall.employers.matching.people import Named
from guildhall.employers.models import Contact, Employer
from guildhall.employers.querysets import ContactQuerySet
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.store.blocks import among


@dataclass(slots=True)
class Known:
    """A contact of the record, as a list is compared with it.

    The address of a protected contact is left out: a list must not tell whether one was guessed (N6).
    """

    pk: UUID
    given: str
    family: str
    title: str
    email: str
    phone: str
    protected: bool
    to_date: date | None
    version: int

    @property
    def named(self) -> Named:
        return Named(self.given, self.family, self.email, self.phone, self.title)

    @property
    def left(self) -> bool:
        """Whether the person is there no more."""
        return self.to_date is not None and self.to_date < clock.today()

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()


COLUMNS = ("employer", "pk", "given_name", "family_name", "title", "email", "phone", "starred", "to_date", "version")


def people_of(employers: Iterable[UUID]) -> dict[UUID, list[Known]]:
    """The contacts of employers, former ones too."""
    by_key: dict[UUID, list[Known]] = defaultdict(list)
    rows = Contact.objects.filter(employer__in=among(employers)).order_by("to_date", "pk")
    for employer, *values in rows.values_list(*COLUMNS).iterator(chunk_size=2_000):
        known = Known(*values)
        if known.protected:
            known.email = known.phone = ""
        by_key[employer].append(known)
    return by_key


def seen_places(person: Person, contacts: Iterable[Contact]) -> set[UUID]:
    """Of the employers where some contacts came from or went to, those that a person sees."""
    contacts = list(contacts)
    ids = {c.followed_from.employer_id for c in contacts if c.followed_from}
    ids |= {new.employer_id for c in contacts for new in c.followed_to.all()}
    rows = Employer.objects.visible_to(person).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True)) if ids else set()


def contacts_at(email: str) -> ContactQuerySet:
    """The current contacts to whom an address belongs, at whichever employer."""
    rows = Contact.objects.current().select_related("employer")
    return rows.filter(email__iexact=email.strip()) if email.strip() else rows.none()


def contact_at(email: str, person: Person) -> Contact | None:
    """The current contact to whom an address belongs, where a person sees their employer."""
    seen = Contact.objects.visible_to(person)
    row: Contact | None = contacts_at(email).filter(pk__in=seen.values("pk")).order_by("pk").first()
    return row
