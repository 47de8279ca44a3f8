"""Contacts of many employers at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from guildhall.employers.matching.people import Named
from guildhall.employers.models import Contact
from guildhall.lib import clock
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
