"""What a list adds to employers that exist already, and taking it back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from guildhall.employers import matching
from guildhall.employers.actions.entering import (
    CONTACT,
    IDENTIFIER,
    NAME,
    NOTE,
    SITE,
    NewEmployer,
    NewSite,
    contact_values,
    site_values,
)
from guildhall.employers.matching.addresses import split_street, zip5
from guildhall.employers.models import Contact, Employer, EmployerName, Identifier, Note, Site
from guildhall.employers.queries.contacts import people_of
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.people.models import Institution, Person
from guildhall.store.blocks import among, insert_values

PARTS = ("names", "sites", "contacts", "identifiers", "notes")
FACTS = ("domain", "naics", "industry", "staff_count")


@dataclass
class Joined:
    """The identifiers of what was added, so that it can be taken back."""

    names: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)
    identifiers: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    filled: dict[str, Any] = field(default_factory=dict)  # facts that were empty before

    @property
    def tells_more(self) -> bool:
        """Whether it changed what the employer is compared by: everything but contacts and notes."""
        return bool(self.names or self.sites or self.identifiers or self.filled)

    def as_effects(self) -> dict[str, Any]:
        """As an import row keeps it; "contacts" is counted."""
        return {what: getattr(self, what) for what in (*PARTS, "filled") if getattr(self, what)}

    @classmethod
    def of(cls, effects: dict[str, Any]) -> "Joined":
        """From what an import row kept."""
        return cls(**{what: effects[what] for what in (*PARTS, "filled") if what in effects})


def join_employers(
    pairs: Sequence[tuple[Employer, NewEmployer]], *, by: Person, institution: Institution
) -> list[Joined]:
    """Add what a list knows to employers: names, sites, contacts, numbers, notes; nothing is replaced.

    The caller holds the locks of the employers; one employer may be there several times.
    """
    joining = _Joining({employer.pk: employer for employer, _new in pairs}, by, institution)
    results = [joining.join(employer, new) for employer, new in pairs]
    joining.write()
    return results


Place = tuple[Any, str, str]  # the street, the ZIP code, the city


class _Joining:
    """What is known of some employers, and what is to be added to them."""

    def __init__(self, employers: dict[UUID, Employer], by: Person, institution: Institution) -> None:
        self.employers, self.by, self.institution = employers, by, institution
        self.names: dict[UUID, set[str]] = defaultdict(set)
        self.places: dict[UUID, list[Place]] = defaultdict(list)
        self.numbers: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
        self.people = people_of(employers)
        self.new: dict[str, list[tuple[Any, ...]]] = {what: [] for what in PARTS}
        self.filled: set[UUID] = set()
        theirs = {"employer__in": among(employers)}
        for pk, name in EmployerName.objects.filter(**theirs).values_list("employer", "name"):
            self.names[pk].add(name.casefold())
        for pk, *parts in Site.objects.filter(**theirs).values_list("employer", "street", "zip", "city"):
            self.places[pk].append(_place(*parts))
        for pk, *number in Identifier.objects.filter(**theirs).values_list("employer", "scheme", "value"):
            self.numbers[pk].add(tuple(number))  # type: ignore[arg-type]

    def _add(self, what: str, values: tuple[Any, ...]) -> str:
        pk = str(new_id())
        self.new[what].append((pk, *values))
        return pk

    def join(self, employer: Employer, new: NewEmployer) -> Joined:
        """Note what one row adds to an employer."""
        joined, pk = Joined(), employer.pk
        self.names[pk].add(employer.name.casefold())
        for kind, name in [(EmployerName.Kind.ALIAS.value, new.name), *new.names]:
            if name and name.casefold() not in self.names[pk]:
                self.names[pk].add(name.casefold())
                joined.names.append(self._add("names", (pk, kind, name)))
        if new.site and self._is_new(pk, new.site):
            values = site_values(pk, new.site, main=not self.places[pk])
            self.places[pk].append(_place(new.site.street, new.site.zip, new.site.city))
            joined.sites.append(self._add("sites", values))
        self._join_contacts(pk, new, joined)
        for number in new.identifiers:
            if number not in self.numbers[pk]:
                self.numbers[pk].add(number)
                joined.identifiers.append(self._add("identifiers", (pk, *number)))
        if new.note:
            home = self.institution.pk
            joined.notes.append(self._add("notes", (pk, new.note, self.by.pk, home, clock.now(), home)))
        for fact in FACTS:
            value = getattr(new, fact)
            if value not in ("", None) and getattr(employer, fact) in ("", None):
                joined.filled[fact] = value
                setattr(employer, fact, value)
                self.filled.add(pk)
        return joined

    def _is_new(self, pk: UUID, site: NewSite) -> bool:
        if not (site.street or site.city):
            return False
        street, code, city = _place(site.street, site.zip, site.city)
        return not any(
            (known[0], known[1]) == (street, code) or (not site.street and known[2] == city)
            for known in self.places[pk]
        )

    def _join_contacts(self, pk: UUID, new: NewEmployer, joined: Joined) -> None:
        names, mails = self.people[pk]
        for one in new.contacts:
            full, mail = f"{one.given_name} {one.family_name}".strip().casefold(), one.email.casefold()
            if full in names or mail in mails:
                continue
            names.add(full)
            mails.update({mail} if mail else ())
            joined.contacts.append(self._add("contacts", contact_values(pk, one, self.by.pk, clock.now())))

    def write(self) -> None:
        """Write everything that was noted."""
        insert_values(EmployerName, NAME, self.new["names"])
        insert_values(Site, SITE, self.new["sites"])
        insert_values(Contact, CONTACT, self.new["contacts"])
        insert_values(Identifier, IDENTIFIER, self.new["identifiers"])
        insert_values(Note, NOTE, self.new["notes"])
        for pk in self.filled:
            self.employers[pk].save(update_fields=FACTS)


@lru_cache(maxsize=50_000)
def _place(street: str, code: str, city: str) -> Place:
    return split_street(street)[:2], zip5(code), matching.normal_name(city)


def take_back(joins: Iterable[tuple[UUID, Joined]]) -> None:
    """Take away what was joined to employers, as far as nobody has built on it."""
    joins = list(joins)

    def all_of(what: str) -> list[str]:
        return [pk for _employer, joined in joins for pk in getattr(joined, what)]

    EmployerName.objects.filter(pk__in=among(all_of("names"))).delete()
    Contact.objects.filter(pk__in=among(all_of("contacts")), version=1, engagements=None).delete()
    Site.objects.filter(pk__in=among(all_of("sites")), version=1, contacts=None).delete()
    Identifier.objects.filter(pk__in=among(all_of("identifiers"))).delete()
    Note.objects.filter(pk__in=among(all_of("notes")), version=1).delete()
    for pk, joined in joins:
        employer = Employer.objects.filter(pk=pk).defer("search").first() if joined.filled else None
        if employer:
            for fact, value in joined.filled.items():
                if getattr(employer, fact) == value:
                    setattr(employer, fact, None if fact == "staff_count" else "")
            employer.save(update_fields=list(joined.filled))
