"""The directory: filters, sorting, counts."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from guildhall.employers.industries import SIZES, codes_of
from guildhall.employers.models import Employer, Tag
from guildhall.employers.querysets import EmployerQuerySet
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.ui.menus import narrows

COUNTED_TO = 10_000


@dataclass(frozen=True)
class Filters:
    """What somebody looks for; empty values filter nothing."""

    q: str = ""
    tag: str = ""
    industry: str = ""
    place: str = ""
    size: str = ""
    owner: str = ""
    contact: str = ""
    offers: str = ""
    sort: str = ""
    more: dict[str, str] = field(default_factory=dict)  # what upper apps narrow the list by

    @property
    def active(self) -> bool:
        return bool(self.q or self.folded_away)

    @property
    def folded_away(self) -> bool:
        """Whether one of the filters is set that stand behind "Filters"."""
        some = (self.tag, self.industry, self.place, self.size, self.owner, self.contact, self.offers)
        return any(some) or any(self.more.values())


CONTACT_AGES = {"30": 30, "90": 90, "180": 180, "365": 365}


def filtered(person: Person, filters: Filters) -> EmployerQuerySet:
    """The shared employers that a person sees and that fit the filters, without the searched words."""
    rows = Employer.objects.shared_with(person)
    if filters.tag:
        rows = rows.filter(tags__name=filters.tag)
    if filters.industry:
        codes = Q()
        for code in codes_of(filters.industry):
            codes |= Q(naics__startswith=code)
        rows = rows.filter(codes)
    if filters.place:
        rows = rows.filter(place__iexact=filters.place)
    if filters.size in SIZES:
        low, high, _words = SIZES[filters.size]
        rows = rows.filter(staff_count__gte=low, staff_count__lte=high)
    if filters.offers == "open":
        rows = rows.filter(open_opportunities__gt=0)
    if filters.owner == "me":
        rows = rows.filter(owner=person)
    elif filters.owner == "none":
        rows = rows.filter(owner=None)
    if filters.contact == "active":
        rows = active(rows, since=clock.now() - timedelta(days=365))
    elif filters.contact == "never":
        rows = rows.filter(last_engaged_at=None)
    elif filters.contact in CONTACT_AGES:
        before = clock.now() - timedelta(days=CONTACT_AGES[filters.contact])
        rows = rows.filter(Q(last_engaged_at=None) | Q(last_engaged_at__lt=before))
    for one in narrows("employers"):
        if value := filters.more.get(one.name):
            rows = one.keep(person, rows, value)
    return rows


def active(rows: EmployerQuerySet, *, since: datetime) -> EmployerQuerySet:
    """Those with which both sides were in touch since then (M3)."""
    return rows.filter(last_exchange_at__gte=since)


def counted(rows: EmployerQuerySet) -> tuple[int, bool]:
    """How many rows there are, counted to 10,000: (count, whether there are more)."""
    count = rows.order_by().values("pk")[: COUNTED_TO + 1].count()
    return min(count, COUNTED_TO), count > COUNTED_TO


def places(person: Person) -> list[str]:
    """Places to offer for the filter: those of the 1,000 newest employers that a person sees."""
    newest = Employer.objects.shared_with(person).exclude(place="").order_by("-pk")
    return sorted(set(newest.values_list("place", flat=True)[:1_000]))[:300]


def known_industries(person: Person) -> list[str]:
    """Industries in words, to suggest while somebody types: those of the 2,000 newest employers that a person sees."""
    newest = Employer.objects.shared_with(person).exclude(industry="").order_by("-pk")
    return sorted(set(newest.values_list("industry", flat=True)[:2_000]))[:300]


def with_tags(rows: Any) -> Any:
    """Employers with `tag_names`, three at most, read in the same statement."""
    tags = Tag.objects.filter(employers=OuterRef("pk")).order_by("name").values("name")
    return rows.annotate(tag_names=ArraySubquery(tags[:3]))
