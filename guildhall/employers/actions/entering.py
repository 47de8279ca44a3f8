"""Entering employers and keeping what is derived from them: match keys, search words, the place in lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from guildhall.employers import matching
from guildhall.employers.models import Contact, Employer, EmployerName, Identifier, MatchKey, Note, Site, Tag
from guildhall.employers.queries.audience import default_audience_of
from guildhall.employers.queries.duplicates import records_of
from guildhall.employers.words import search_vector, words_of
from guildhall.lib.ids import new_ids
from guildhall.lib.lines import one_line
from guildhall.people.models import Institution, Person
from guildhall.store.blocks import among, as_array, insert_values, update_rows


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
    until: date | None = None  # the last day of somebody who has left
    quiet: str = ""  # the words of a wish not to be contacted
    looked_at: bool = False  # somebody has looked at the row and says: the one whom the employer has
    another: bool = False  # not the person whom the employer has under this name: somebody has said so

    def __post_init__(self) -> None:
        self.family_name, self.given_name = one_line(self.family_name), one_line(self.given_name)


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
    note: str = ""  # stays with the institution that enters it, until somebody lets it travel
    where_both: str = "keep"  # where it joins an employer and both sides have a value: keep, replace or both

    def __post_init__(self) -> None:
        self.name = one_line(self.name)
        self.names = [(kind, one_line(name)) for kind, name in self.names]

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


EMPLOYER = (
    "id", "name", "sort_key", "normal_name", "domain", "naics", "industry", "staff_count", "third_party_recruiter",
    "place", "search", "holder_id", "posted_at", "default_audience", "source", "entered_at",
    "entered_by_id",
)  # fmt: skip
NAME = ("id", "employer_id", "kind", "name")
SITE = ("id", "employer_id", "label", "street", "city", "state", "zip", "phone", "main")
CONTACT = ("id", "employer_id", "given_name", "family_name", "title", "email", "phone", "to_date", "email_by_id",
           "email_at")  # fmt: skip
IDENTIFIER = ("id", "employer_id", "scheme", "value")
NOTE = ("id", "employer_id", "text", "by_id", "institution_id", "written_at", "stays_with_id")


def enter_employers(
    entered: Sequence[NewEmployer],
    *,
    holder: Institution,
    by: Person,
    at: datetime,
    posted_at: datetime | None = None,
) -> list[UUID]:
    """Write the rows of new employers, restricted to their holder unless they are shared already.

    Only `prospects` opens that door (DESIGN §8).
    """
    ids = new_ids(len(entered))
    pairs = [(pk.hex, new) for pk, new in zip(ids, entered, strict=True)]
    shared = (posted_at, default_audience_of(holder) if posted_at else None)
    insert_values(Employer, EMPLOYER, [_employer(pk, new, holder.pk, by.pk, at, shared) for pk, new in pairs])
    insert_values(EmployerName, NAME, _with_ids((pk, *name) for pk, new in pairs for name in _other_names(new)))
    insert_values(Site, SITE, _with_ids(site_values(pk, new.site, main=True) for pk, new in pairs if new.site))
    people = (contact_values(pk, one, by.pk, at) for pk, new in pairs for one in new.contacts)
    insert_values(Contact, CONTACT, _with_ids(people))
    numbers = ((pk, *number) for pk, new in pairs for number in dict.fromkeys(new.identifiers))
    insert_values(Identifier, IDENTIFIER, _with_ids(numbers))
    notes = ((pk, new.note, by.pk, holder.pk, at, holder.pk) for pk, new in pairs if new.note)
    insert_values(Note, NOTE, _with_ids(notes))
    _copy_keys((key, pk) for pk, new in pairs for key in matching.keys(new.record()))
    link_tags([(pk, new.tags) for pk, new in pairs if new.tags])
    know_words(e.name for e in entered)
    return ids


def _with_ids(rows: Iterable[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
    rows = list(rows)
    return [(pk, *row) for pk, row in zip(new_ids(len(rows)), rows, strict=True)]


def _employer(
    pk: str, new: NewEmployer, holder: UUID, by: UUID, at: datetime, shared: tuple[datetime | None, list[str] | None]
) -> tuple[Any, ...]:
    key, normal = matching.sort_key(new.name)[:250], matching.normal_name(new.name)[:250]
    facts = (new.domain, new.naics, new.industry, new.staff_count, new.third_party_recruiter)
    place = new.site.city if new.site else ""
    return (pk, new.name, key, normal, *facts, place, search_vector(_texts(new)), holder, *shared, new.source[:120], at,
            by)  # fmt: skip


def _other_names(new: NewEmployer) -> Iterable[tuple[str, str]]:
    seen = {new.name}
    for kind, name in new.names:
        if name not in seen:
            seen.add(name)
            yield kind, name


def _texts(new: NewEmployer) -> list[str]:
    people = [f"{c.given_name} {c.family_name}" for c in new.contacts]
    return [new.name, *(name for _kind, name in new.names), new.domain, new.site.city if new.site else "", *people]


def site_values(employer: Any, new: NewSite, *, main: bool) -> tuple[Any, ...]:
    """A site as the columns SITE, but for its identifier."""
    return (employer, new.label, new.street, new.city, new.state, new.zip, new.phone, main)


def contact_values(employer: Any, new: NewContact, by: UUID, at: datetime) -> tuple[Any, ...]:
    """A contact as the columns CONTACT, but for its identifier; `by` wrote the address down."""
    return (employer, new.given_name, new.family_name, new.title, new.email, new.phone, new.until, by, at)


def _copy_keys(pairs: Iterable[tuple[int, Any]]) -> None:
    insert_values(MatchKey, ("key", "employer_id"), pairs)


def link_tags(pairs: Sequence[tuple[Any, Sequence[str]]]) -> list[list[int]]:
    """Put tags on employers; per pair, the tags that were not there before."""
    wanted = {tag[:60] for _pk, tags in pairs for tag in tags}
    if not wanted:
        return [[] for _pair in pairs]
    Tag.objects.bulk_create([Tag(name=name) for name in sorted(wanted)], ignore_conflicts=True)
    ids = dict(Tag.objects.filter(name__in=wanted).values_list("name", "pk"))
    links = Employer.tags.through.objects
    there = {
        (UUID(str(pk)), tag)
        for pk, tag in links.filter(employer__in=among(str(pk) for pk, _t in pairs)).values_list("employer", "tag")
    }
    results = []
    for pk, tags in pairs:
        new = sorted({ids[tag[:60]] for tag in tags} - {tag for tag in ids.values() if (UUID(str(pk)), tag) in there})
        there.update((UUID(str(pk)), tag) for tag in new)
        results.append(new)
    rows = [(str(pk), tag) for (pk, _t), new in zip(pairs, results, strict=True) for tag in new]
    insert_values(Employer.tags.through, ("employer_id", "tag_id"), rows)
    return results


def know_words(names: Iterable[str]) -> None:
    """Remember the words of names, so that a mistyped search word can be corrected."""
    words = {word for name in names for word in words_of(name) if len(word) > 2 and not word.isdigit()}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO employers_nameword (word) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING",
            [as_array(sorted(words))],
        )


def add_words(texts: Mapping[UUID, Iterable[str]]) -> None:
    """Make employers found by more words, such as the names of contacts that joined them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE employers_employer e SET search = coalesce(e.search, '') || v.words::tsvector
               FROM unnest(%s::uuid[], %s::text[]) AS v(id, words) WHERE e.id = v.id""",
            [as_array(texts), as_array(search_vector(words) for words in texts.values())],
        )


def renew_words(ids: Iterable[UUID]) -> None:
    """Work out anew what employers are found by, where only contacts changed."""
    rows = Employer.objects.filter(pk__in=list(ids)).prefetch_related("names", "sites", "contacts")
    employers = list(rows.only("pk", "name", "domain"))
    for employer in employers:
        employer.search = search_vector(_told(employer))
    update_rows(employers, ["search"])


def _told(employer: Employer) -> list[str]:
    names = [n.name for n in employer.names.all()]
    people = [c.name for c in employer.contacts.all()]
    return [employer.name, employer.domain, *names, *(s.city for s in employer.sites.all()), *people]


def renew_stars(ids: Iterable[UUID]) -> None:
    """Work out anew which contacts carry the mark of those whom one asks for first (C12)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE employers_contact c SET starred = NOT c.starred
               WHERE c.employer_id = ANY(%s) AND c.starred <> EXISTS (
                   SELECT FROM employers_protection p JOIN employers_keyaccount k ON k.id = p.account_id
                   WHERE p.contact_id = c.id AND k.ended_at IS NULL)""",
            [list(ids)],
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
        employer.search = search_vector(_told(employer))
        results = {key for record in records_of(employer) for key in matching.keys(record)}
        keys += [(key, employer.pk) for key in sorted(results)]
    MatchKey.objects.filter(employer__in=employers).delete()
    _copy_keys(keys)
    update_rows(employers, ["sort_key", "normal_name", "place", "search"])
    know_words(e.name for e in employers)
    renew_stars(e.pk for e in employers)
