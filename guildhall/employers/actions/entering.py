"""Entering employers and keeping what is derived from them: match keys, search words, the place in lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from guildhall.employers import matching
from guildhall.employers.models import Contact, Employer, EmployerName, Identifier, MatchKey, Site, Tag
from guildhall.employers.queries.duplicates import records_of
from guildhall.employers.words import search_vector, words_of
from guildhall.people.models import Institution, Person
from guildhall.store.blocks import copy_rows, copy_tuples, update_rows


@dataclass(slots=True)
class NewSite:
    """A site as somebody entered it."""

    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    phone: str = ""
    label: str = ""


@dataclass(slots=True)
class NewContact:
    """A contact as somebody entered it."""

    family_name: str
    given_name: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""


@dataclass(slots=True)
class NewEmployer:
    """An employer as somebody entered it, before it has a row."""

    name: str
    names: list[tuple[str, str]] = field(default_factory=list)  # (kind, name)
    site: NewSite | None = None
    contacts: list[NewContact] = field(default_factory=list)
    identifiers: list[tuple[str, str]] = field(default_factory=list)  # (scheme, value)
    domain: str = ""
    naics: str = ""
    industry: str = ""
    staff_count: int | None = None
    third_party_recruiter: bool = False
    tags: list[str] = field(default_factory=list)
    source: str = ""

    def record(self) -> matching.Record:
        """This employer as matching compares it."""
        site = self.site or NewSite()
        eins = [value for scheme, value in self.identifiers if scheme == Identifier.Scheme.EIN]
        return matching.Record(
            name=self.name,
            other_names=tuple(name for _kind, name in self.names),
            street=site.street,
            city=site.city,
            state=site.state,
            zip=site.zip,
            phone=site.phone,
            domain=self.domain,
            ein=eins[0] if eins else "",
        )


def enter_employers(entered: Sequence[NewEmployer], *, holder: Institution, by: Person, at: datetime) -> list[Employer]:
    """Write the rows of new employers, restricted to their holder. Only `prospects` opens that door (DESIGN §8)."""
    employers, names, sites, contacts, identifiers = [], [], [], [], []  # type: ignore[var-annotated]
    keys: list[tuple[str, UUID]] = []
    for new in entered:
        employer = Employer(
            name=new.name,
            sort_key=matching.sort_key(new.name)[:250],
            normal_name=matching.normal_name(new.name)[:250],
            domain=new.domain,
            naics=new.naics,
            industry=new.industry,
            staff_count=new.staff_count,
            third_party_recruiter=new.third_party_recruiter,
            place=new.site.city if new.site else "",
            search=search_vector(_texts(new)),
            holder=holder,
            source=new.source[:120],
            entered_at=at,
            entered_by=by,
        )
        employers.append(employer)
        seen = {new.name}
        for kind, name in new.names:
            if name not in seen:
                names.append(EmployerName(employer=employer, kind=kind, name=name))
                seen.add(name)
        if new.site:
            sites.append(_site(employer, new.site, main=True))
        contacts += [_contact(employer, contact) for contact in new.contacts]
        identifiers += [Identifier(employer=employer, scheme=s, value=v) for s, v in dict.fromkeys(new.identifiers)]
        keys += [(key[:120], employer.pk) for key in matching.keys(new.record())]
    for rows in (employers, names, sites, contacts, identifiers):
        copy_rows(rows)
    copy_tuples(MatchKey._meta.db_table, ["key", "employer_id"], keys)
    _tag(employers, entered)
    know_words(e.name for e in entered)
    return employers


def _texts(new: NewEmployer) -> list[str]:
    people = [f"{c.given_name} {c.family_name}" for c in new.contacts]
    return [new.name, *(name for _kind, name in new.names), new.domain, new.site.city if new.site else "", *people]


def _site(employer: Employer, new: NewSite, *, main: bool) -> Site:
    values = {"street": new.street, "city": new.city, "state": new.state, "zip": new.zip, "phone": new.phone}
    return Site(employer=employer, label=new.label, main=main, **values)


def _contact(employer: Employer, new: NewContact) -> Contact:
    values: dict[str, Any] = {"given_name": new.given_name, "family_name": new.family_name, "title": new.title}
    return Contact(employer=employer, email=new.email, phone=new.phone, **values)


def _tag(employers: Sequence[Employer], entered: Sequence[NewEmployer]) -> None:
    wanted = {tag for new in entered for tag in new.tags}
    if not wanted:
        return
    Tag.objects.bulk_create([Tag(name=name[:60]) for name in wanted], ignore_conflicts=True)
    ids = dict(Tag.objects.filter(name__in=wanted).values_list("name", "pk"))
    through = Employer.tags.through
    links = [
        through(employer_id=employer.pk, tag_id=ids[tag[:60]])
        for employer, new in zip(employers, entered, strict=True)
        for tag in dict.fromkeys(new.tags)
    ]
    through.objects.bulk_create(links, ignore_conflicts=True)


def know_words(names: Iterable[str]) -> None:
    """Remember the words of names, so that a mistyped search word can be corrected."""
    words = {word for name in names for word in words_of(name) if len(word) > 2 and not word.isdigit()}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO employers_nameword (word) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", [sorted(words)]
        )


def renew_derived(ids: Iterable[UUID]) -> None:
    """Work out anew, after an edit or a merge, everything that is derived from an employer's names and places."""
    rows = Employer.objects.filter(pk__in=list(ids)).prefetch_related("names", "sites", "contacts", "identifiers")
    employers = list(rows)
    keys = []
    for employer in employers:
        sites = list(employer.sites.all())
        main = next((s for s in sites if s.main), sites[0] if sites else None)
        employer.sort_key = matching.sort_key(employer.name)[:250]
        employer.normal_name = matching.normal_name(employer.name)[:250]
        employer.place = main.city if main else ""
        employer.search = search_vector(
            [
                employer.name,
                employer.domain,
                *(n.name for n in employer.names.all()),
                *(s.city for s in sites),
                *(str(c) for c in employer.contacts.all()),
            ]
        )
        found = {key for record in records_of(employer) for key in matching.keys(record)}
        keys += [(key[:120], employer.pk) for key in sorted(found)]
    MatchKey.objects.filter(employer__in=employers).delete()
    copy_tuples(MatchKey._meta.db_table, ["key", "employer_id"], keys)
    update_rows(employers, ["sort_key", "normal_name", "place", "search"])
    know_words(e.name for e in employers)
