"""One search over everything that somebody may know of: employers, contacts, what upper apps add, colleagues, pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from guildhall.employers.models import Contact, Employer
from guildhall.employers.queries.contact_list import called
from guildhall.employers.queries.directory import with_tags
from guildhall.employers.queries.searching import people_called, searched
from guildhall.employers.words import words_of
from guildhall.people.models import Institution, Person
from guildhall.people.queries import institutions_called, staff_called, territory
from guildhall.ui.menus import Group, HitsOfKind, found_elsewhere, is_shown, items

SHORTEST = 2  # letters of which suggestions are made
MOST_WORDS = 8


@dataclass(frozen=True)
class Page:
    """A page of the menu."""

    label: str
    url: str
    icon: str


@dataclass(frozen=True)
class Everything:
    """What a search found, group by group, the best of each first."""

    employers: Sequence[Employer] = ()
    contacts: Sequence[Contact] = ()
    others: Sequence[HitsOfKind] = ()  # of upper apps, such as opportunities
    people: Sequence[Person] = ()
    institutions: Sequence[Institution] = ()
    pages: Sequence[Page] = ()

    def __bool__(self) -> bool:
        groups = (self.employers, self.contacts, self.others, self.people, self.institutions, self.pages)
        return any(groups)


def everything(person: Person, q: str, *, most: int) -> Everything:
    """What somebody may know of that fits some words, at most so many of each kind.

    Each kind is looked for among what the person sees, and ranked by itself: so nothing hidden takes a place, corrects
    a word or is counted (ADR 16).
    """
    words = words_of(q)[:MOST_WORDS]
    if len("".join(words)) < SHORTEST:
        return Everything()
    rows = Employer.objects.visible_to(person)
    ids = searched(rows, q)[:most]
    by_key = with_tags(rows.filter(pk__in=ids)).defer("search").in_bulk(ids)
    employers = [by_key[pk] for pk in ids if pk in by_key]
    contacts = called(Contact.objects.visible_to(person).current(), q).filter(_own_name(words))
    order = ("family_name", "given_name", "pk")
    people = list(contacts.select_related("employer").defer("employer__search").order_by(*order)[:most])
    return Everything(
        employers,
        people or people_called(person, employers, q)[:most],
        found_elsewhere(person, q, most),
        staff_called(words, most),
        institutions_called(words, most),
        pages_called(person, words)[:most],
    )


def _own_name(words: Sequence[str]) -> Q:
    """That one of the words at least is of the contact's own name: else the employer alone was meant."""
    fits = Q()
    for word in words:
        fits |= Q(own_words__regex=rf"\m{word}")
    return fits


def pages_called(person: Person, words: Sequence[str]) -> list[Page]:
    """The pages of a person's menus whose words begin as some words do."""
    found: dict[str, Page] = {}
    place: Any = territory()
    for item in items():
        label = str(item.label)
        if item.group != Group.DOCK and is_shown(item, person, place) and _begins(words_of(label), words):
            found.setdefault(item.url_name, Page(label, reverse(item.url_name), item.icon))
    return list(found.values())


def _begins(said: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(one.startswith(word) for one in said) for word in words)
