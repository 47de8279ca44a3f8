"""Taking back what a list added to employers that were there already."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from guildhall.employers.actions.joining import PLACE, Joined
from guildhall.employers.actions.joining_people import take_back_changes, untouched
from guildhall.employers.models import Contact, Employer, EmployerName, Identifier, Note, Site
from guildhall.store.blocks import among, update_rows


def take_back(joins: Iterable[tuple[UUID, Joined]]) -> None:
    """Take away what was joined to employers, as far as nobody has built on it; the latest row comes first."""
    joins = list(joins)

    def all_of(what: str) -> list[str]:
        return [pk for _employer, joined in joins for pk in getattr(joined, what)]

    take_back_changes(change for _employer, joined in joins for change in joined.contact_changes)
    _take_back_sites([change for _employer, joined in joins for change in joined.site_changes])
    EmployerName.objects.filter(pk__in=among(all_of("names"))).delete()
    marks = {pk: mark for _employer, joined in joins for pk, mark in joined.marks.items()}
    contacts = untouched(Contact, marks, all_of("contacts"))
    Contact.objects.filter(pk__in=among(contacts), engagements=None).delete()
    Site.objects.filter(pk__in=among(untouched(Site, marks, all_of("sites"))), contacts=None).delete()
    Identifier.objects.filter(pk__in=among(all_of("identifiers"))).delete()
    Note.objects.filter(pk__in=among(all_of("notes")), version=1).delete()
    for pk, joined in joins:
        if joined.tags:
            Employer.tags.through.objects.filter(employer=pk, tag__in=joined.tags).delete()
        if joined.filled or joined.replaced:
            _take_back_facts(pk, joined)


def _take_back_facts(pk: UUID, joined: Joined) -> None:
    employer = Employer.objects.filter(pk=pk).defer("search").first()
    if employer is None:
        return
    empty = {fact: [None if fact == "staff_count" else "", value] for fact, value in joined.filled.items()}
    for fact, (before, after) in {**empty, **joined.replaced}.items():
        if getattr(employer, fact) == after:
            setattr(employer, fact, before)
    employer.version += 1
    employer.save(update_fields=[*joined.filled, *joined.replaced, "version"])


def _take_back_sites(changes: Sequence[list[Any]]) -> None:
    rows = {str(site.pk): site for site in Site.objects.filter(pk__in=among(pk for pk, _fields in changes))}
    for pk, fields in changes:
        if (site := rows.get(pk)) is None:
            continue
        for key, (before, after) in fields.items():
            if getattr(site, key) == after:
                setattr(site, key, before)
        site.version += 1
    update_rows(list(rows.values()), [*PLACE, "version"])
