"""Touch rules for those who are no contacts of a record: they count by the address, since nothing else joins them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from guildhall.employers.models import Contact, Employer
from guildhall.engagements.budgets import Agreed
from guildhall.lib import clock
from guildhall.mailings.models import Mailing, Recipient
from guildhall.mailings.queries.parties import ADDRESSES, Candidate
from guildhall.people.models import Person
from guildhall.store.blocks import among


def addresses_of_contacts(people: Sequence[Candidate], author: Person) -> set[str]:
    """Of some addresses those of contacts whom an author may know of: for these the rules for contacts hold."""
    wanted = {one.address for one in people if one.email and not one.is_contact}
    if not wanted:
        return set()
    shared = Employer.objects.shared_with(author).values("pk")
    rows = Contact.objects.current().filter(employer__in=shared).annotate(low=Lower("email"))
    return set(rows.filter(low__in=among(wanted, "text")).values_list("low", flat=True))


def _to(rows: Any, people: Sequence[Candidate]) -> list[tuple[UUID, str]]:
    """Of some recipients those with one of the addresses, whatever they are: the mailing and the address."""
    wanted = {one.address for one in people}
    names = {f"low_{n}": Lower(path) for n, path in enumerate(ADDRESSES)}
    some = reduce(or_, (Q(**{f"{name}__in": sorted(wanted)}) for name in names))
    found = rows.order_by("-mailing").annotate(**names).filter(some).values_list("mailing", *names)
    return [(of, next(address for address in those if address in wanted)) for of, *those in found]


def named_elsewhere(there: Any, people: Sequence[Candidate]) -> dict[UUID, UUID]:
    """Of some people those whose address stands among the recipients of other mailings, and in which."""
    if not people:
        return {}
    by_address = {address: of for of, address in _to(there, people)}
    return {one.pk: by_address[one.address] for one in people if one.address in by_address}


def had_enough(
    people: Sequence[Candidate], mailing: Mailing, on: date
) -> dict[UUID, tuple[Literal["budget"], str]]:  # fmt: skip
    """Of people who speak for no employer those who got as many mailings as the touch budget allows a contact (N3)."""
    if not people:
        return {}
    budget = Agreed.of(mailing.institution)
    since = clock.noon_of(on - timedelta(budget.days)) - timedelta(hours=12)
    done = Recipient.objects.filter(state__in=("sent", "carried"), at__gt=since).exclude(mailing=mailing.pk)
    got = Counter(address for _of, address in _to(done, people))
    words = _("Mailings that they got lately: %(got)s; the touch budget allows %(most)s.")
    return {
        one.pk: ("budget", words % {"got": got[one.address], "most": budget.per_contact})
        for one in people
        if got[one.address] >= budget.per_contact
    }
