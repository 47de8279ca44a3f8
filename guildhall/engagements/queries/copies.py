"""Copies that wait to be logged, and what a message says for the log (C1, C5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower

from guildhall.employers.models import Contact, Employer
from guildhall.engagements.messages import Message
from guildhall.engagements.models import Copy
from guildhall.lib import clock
from guildhall.people.models import Person

PROPOSED = 4  # employers of one copy


@dataclass(frozen=True)
class Waiting:
    """A copy, and the employers that it may be about."""

    copy: Copy
    employers: list[Employer]


def waiting_copies(person: Person) -> QuerySet[Any]:
    """What a person sent to be logged: the number in the menu."""
    return Copy.objects.visible_to(person).waiting()


def with_employers(person: Person, copies: Sequence[Copy]) -> list[Waiting]:
    """Copies with the employers that their addresses speak of, as the person sees them today.

    A contact that a key account keeps from the person counts for nothing: else an address could be guessed (N6).
    """
    addresses = {address for copy in copies for address in _addresses(copy)}
    by_address = _by_contact(person, addresses)
    by_domain = _by_domain(person, {part for address in addresses for part in _domains(address)})
    ids = {pk for pks in (*by_address.values(), *by_domain.values()) for pk in pks}
    rows = Employer.objects.visible_to(person).defer("search").in_bulk(ids) if ids else {}
    result = []
    for copy in copies:
        keys = [pk for one in _addresses(copy) for pk in by_address.get(one, ())]
        keys += [pk for one in _addresses(copy) for part in _domains(one) for pk in by_domain.get(part, ())]
        result.append(Waiting(copy, [rows[pk] for pk in dict.fromkeys(keys) if pk in rows][:PROPOSED]))
    return result


def _addresses(copy: Copy) -> list[str]:
    own = copy.person.email.lower()
    return [one for one in dict.fromkeys((copy.sender, *copy.others)) if one and one != own]


def _by_contact(person: Person, addresses: Iterable[str]) -> dict[str, list[Any]]:
    open_ones = Contact.objects.visible_to(person).current().with_closed(person).filter(closed=False)
    rows = open_ones.annotate(address=Lower("email")).filter(address__in=list(addresses))
    found: dict[str, list[Any]] = {}
    for address, employer in rows.values_list("address", "employer"):
        found.setdefault(address, []).append(employer)
    return found


def _by_domain(person: Person, domains: Iterable[str]) -> dict[str, list[Any]]:
    rows = Employer.objects.visible_to(person).filter(domain__in=list(domains)).exclude(domain="")
    found: dict[str, list[Any]] = {}
    for domain, pk in rows.values_list("domain", "pk"):
        found.setdefault(domain, []).append(pk)
    return found


def _domains(address: str) -> list[str]:
    """The domain of an address and those above it, without the last word alone."""
    words = address.rpartition("@")[2].split(".")[-5:]
    return [".".join(words[n:]) for n in range(len(words) - 1)]


def begun_by(person: Person, employer: Employer, said: Message, kind: str = "email") -> dict[str, Any]:
    """What a message says about who began, with whom and when: how a log form begins."""
    open_ones = employer.contacts.current().with_closed(person).filter(closed=False)  # else an address could be guessed
    theirs = {c.email.lower(): c.pk for c in open_ones if c.email}
    known = list(dict.fromkeys(theirs[a] for a in (said.sender, *said.others) if a in theirs))
    began = said.sender in theirs or bool(employer.domain and employer.domain in _domains(said.sender))
    return {
        "kind": kind,
        "summary": said.subject,
        "body": said.body,
        "happened_on": min(said.day or clock.today(), clock.today()),
        "begun_at": said.at.replace(second=0, microsecond=0) if said.at else None,
        "direction": "theirs" if began else "ours",
        "contact": known[0] if known else None,
        "contacts": known[1:],
    }
