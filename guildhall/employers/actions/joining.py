"""What a list adds to employers that exist already."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from guildhall.employers import matching
from guildhall.employers.actions.entering import (
    IDENTIFIER,
    NAME,
    NOTE,
    SITE,
    NewEmployer,
    NewSite,
    link_tags,
    site_values,
)
from guildhall.employers.actions.joining_people import HAD_KEPT, JoiningPeople, marks_of
from guildhall.employers.matching.addresses import split_street, zip5
from guildhall.employers.models import Contact, Employer, EmployerName, Identifier, Note, Site
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.sentences import phrase
from guildhall.people.models import Institution, Person
from guildhall.store.blocks import among, insert_values, update_rows

PARTS = ("names", "sites", "contacts", "identifiers", "notes")
MORE = ("tags", "filled", "replaced", "contact_changes", "site_changes", "quiet", "left", "marks", "version")
FACTS = {"domain": "website", "naics": "naics", "industry": "industry", "staff_count": "size"}  # and their fields
PLACE = ("street", "city", "state", "zip", "phone")
HAD_THERE = phrase("The record has {had} there, and it was kept.")


@dataclass
class Joined:
    """The identifiers of what was added and what was changed, so that it can be taken back; and what was not taken."""

    names: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)
    identifiers: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    filled: dict[str, Any] = field(default_factory=dict)  # facts that were empty before
    replaced: dict[str, list[Any]] = field(default_factory=dict)  # fact -> [before, after]
    contact_changes: list[list[Any]] = field(default_factory=list)
    site_changes: list[list[Any]] = field(default_factory=list)  # [site, {field: [before, after]}]
    quiet: list[list[str]] = field(default_factory=list)
    left: list[dict[str, str]] = field(default_factory=list)  # what the record did not take, and why
    marks: dict[str, str] = field(default_factory=dict)  # digests of the sites and contacts as they were added
    version: int = 0  # of the employer, where its facts changed

    @property
    def tells_more(self) -> bool:
        """Whether it changed what the employer is compared by: everything but contacts and notes."""
        return bool(self.names or self.sites or self.identifiers or self.filled or self.replaced or self.site_changes)

    def as_effects(self) -> dict[str, Any]:
        """As an import row keeps it; "contacts" is counted."""
        return {what: getattr(self, what) for what in (*PARTS, *MORE) if getattr(self, what)}

    @classmethod
    def of(cls, effects: dict[str, Any]) -> "Joined":
        """From what an import row kept."""
        return cls(**{what: effects[what] for what in (*PARTS, *MORE) if what in effects})


def join_employers(
    pairs: Sequence[tuple[Employer, NewEmployer]], *, by: Person, institution: Institution
) -> list[Joined]:
    """Add what a list knows to employers: names, sites, contacts, numbers, tags, notes, and what they lack.

    Where both have a value, `NewEmployer.where_both` says which stays. The caller holds the locks of the employers;
    one employer may be there several times.
    """
    joining = _Joining({employer.pk: employer for employer, _new in pairs}, by, institution)
    results = [joining.join(employer, new) for employer, new in pairs]
    marks = joining.write()
    for (employer, _new), joined in zip(pairs, results, strict=True):
        joined.marks = {pk: marks[pk] for pk in (*joined.sites, *joined.contacts)}
        if joined.filled or joined.replaced:
            joined.version = employer.version
    return results


@dataclass(slots=True)
class KnownSite:
    """A site of the record, as a list is compared with it."""

    pk: Any
    street: str
    city: str
    state: str
    zip: str
    phone: str
    version: int

    @property
    def place(self) -> tuple[Any, str, str]:
        return _place(self.street, self.zip, self.city)


class _Joining:
    """What is known of some employers, and what is to be added to them."""

    def __init__(self, employers: dict[UUID, Employer], by: Person, institution: Institution) -> None:
        self.employers, self.by, self.institution = employers, by, institution
        self.names: dict[UUID, set[str]] = defaultdict(set)
        self.sites: dict[UUID, list[KnownSite]] = defaultdict(list)
        self.numbers: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
        self.people = JoiningPeople(employers, by)
        self.new: dict[str, list[tuple[Any, ...]]] = {what: [] for what in PARTS}
        self.changed: set[UUID] = set()
        self.changed_sites: dict[str, KnownSite] = {}
        self.tags: list[tuple[Joined, UUID, list[str]]] = []
        theirs = {"employer__in": among(employers)}
        for pk, name in EmployerName.objects.filter(**theirs).values_list("employer", "name"):
            self.names[pk].add(name.casefold())
        sites = Site.objects.filter(**theirs).order_by("-main", "pk")
        for pk, *values in sites.values_list("employer", "pk", *PLACE, "version"):
            self.sites[pk].append(KnownSite(*values))
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
        if new.site:
            self._join_site(pk, new.site, new.where_both, joined)
        people = self.people.join(pk, new.contacts, new.where_both)
        joined.contacts, joined.contact_changes, joined.quiet = people.added, people.changed, people.quiet
        joined.left += people.left
        for number in new.identifiers:
            if number not in self.numbers[pk]:
                self.numbers[pk].add(number)
                joined.identifiers.append(self._add("identifiers", (pk, *number)))
        if new.tags:
            self.tags.append((joined, pk, new.tags))
        notes = [note for note in (new.note, *people.notes, *self._join_facts(employer, new, joined)) if note]
        if notes:
            joined.notes.append(self._note(pk, "\n".join(notes)))
        return joined

    def _join_facts(self, employer: Employer, new: NewEmployer, joined: Joined) -> list[str]:
        """Fill what is empty; of two values the one that was chosen. Returns what is to be noted besides."""
        notes = []
        for fact, key in FACTS.items():
            value, had = getattr(new, fact), getattr(employer, fact)
            if value in ("", None) or _agree(fact, value, had):
                continue
            if had in ("", None) or new.where_both == "replace":
                if had in ("", None):
                    joined.filled[fact] = value
                else:
                    joined.replaced[fact] = [had, value]
                setattr(employer, fact, value)
                self.changed.add(employer.pk)
            elif new.where_both == "both":
                notes.append(f"Further {key}: {value}")
            else:
                joined.left.append(_left(key, str(value), HAD_KEPT.format(had=had)))
        return notes

    def _join_site(self, pk: UUID, site: NewSite, where_both: str, joined: Joined) -> None:
        known = self._site_of(pk, site)
        if known is None:
            values = site_values(pk, site, main=not self.sites[pk])
            added = self._add("sites", values)
            joined.sites.append(added)
            self.sites[pk].append(KnownSite(added, site.street, site.city, site.state, site.zip, site.phone, 0))
            return
        changes: dict[str, list[str]] = {}
        for key in PLACE:
            value, had = getattr(site, key), getattr(known, key)
            if not value or had.casefold().startswith(value.casefold()):
                continue
            longer = key != "phone" and value.casefold().startswith(had.casefold())  # a suite, or four digits more
            if longer or not had or (where_both == "replace" and key == "phone"):
                changes[key] = [had, value]
                setattr(known, key, value)
            elif where_both == "both" and key == "phone":
                joined.notes.append(self._note(pk, f"Further telephone: {value}"))
            else:
                joined.left.append(_left(key, value, HAD_THERE.format(had=had)))
        if changes:
            known.version += 1
            joined.site_changes.append([str(known.pk), changes])
            self.changed_sites[str(known.pk)] = known

    def _note(self, pk: UUID, text: str) -> str:
        home = self.institution.pk
        return self._add("notes", (pk, text, self.by.pk, home, clock.now(), home))

    def _site_of(self, pk: UUID, site: NewSite) -> KnownSite | None:
        """The site that a row is of: at the same place, or the one that may be it and has no street yet."""
        if not (site.street or site.city):
            return self.sites[pk][0] if self.sites[pk] else None
        street, code, city = _of(site)
        for known in self.sites[pk]:
            there = known.place
            if (there[0], there[1]) == (street, code) and (site.street or there[2] == city):
                return known
            if there[2] == city and (
                not site.street or not known.street or (there[0] == street and not (there[1] and code))
            ):
                return known
        return None

    def write(self) -> dict[str, str]:
        """Write everything that was noted; returns the marks of the sites and contacts that were added."""
        insert_values(EmployerName, NAME, self.new["names"])
        insert_values(Site, SITE, self.new["sites"])
        self.people.write()
        marks = marks_of(Site, [row[0] for row in self.new["sites"]])
        marks |= marks_of(Contact, [row[0] for row in self.people.new])
        insert_values(Identifier, IDENTIFIER, self.new["identifiers"])
        insert_values(Note, NOTE, self.new["notes"])
        for pk in self.changed:
            self.employers[pk].version += 1
            self.employers[pk].save(update_fields=[*FACTS, "version"])
        if self.changed_sites:
            rows = list(Site.objects.filter(pk__in=among(self.changed_sites)))
            for row in rows:
                known = self.changed_sites[str(row.pk)]
                for key in PLACE:
                    setattr(row, key, getattr(known, key))
                row.version = max(1, known.version)
            update_rows(rows, [*PLACE, "version"])
        linked = link_tags([(pk, tags) for _joined, pk, tags in self.tags])
        for (joined, _pk, _tags), new in zip(self.tags, linked, strict=True):
            joined.tags = new
        return marks


def _agree(fact: str, value: Any, had: Any) -> bool:
    if fact == "domain" and had:
        return bool(value == had or matching.registered_domain(value) == matching.registered_domain(had) != "")
    if fact == "naics" and had:
        return bool(str(had).startswith(str(value)))
    return str(value).casefold() == str(had).casefold()


def _left(key: str, value: str, why: str) -> dict[str, str]:
    return {"field": key, "value": value, "why": why}


def _of(site: NewSite) -> tuple[Any, str, str]:
    return _place(site.street, site.zip, site.city)


@lru_cache(maxsize=50_000)
def _place(street: str, code: str, city: str) -> tuple[Any, str, str]:
    return split_street(street)[:2], zip5(code), matching.normal_name(city)
