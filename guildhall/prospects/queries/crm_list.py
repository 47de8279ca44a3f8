"""The list of prospects: looked for, narrowed down, sorted (A7)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat

from guildhall.employers.models import Employer, Tag
from guildhall.employers.queries.searching import searched
from guildhall.lib import clock
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import people_with, territory
from guildhall.prospects import queries
from guildhall.prospects.queries import view_of
from guildhall.prospects.querysets import ProspectQuerySet

FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)  # where no day is set: before or behind all that have one
SOON = 7  # days


@dataclass(frozen=True)
class CrmFilters:
    """What somebody looks for among prospects; empty values filter nothing."""

    view: str = ""
    q: str = ""
    stage: str = ""
    owner: str = ""
    holder: str = ""
    tag: str = ""
    due: str = ""
    sort: str = ""

    @property
    def folded_away(self) -> bool:
        """Whether one of the filters is set that stand behind "Filters"."""
        return bool(self.stage or self.owner or self.holder or self.tag or self.due)

    @property
    def active(self) -> bool:
        return bool(self.q or self.folded_away)


def prospects_of(person: Person, filters: CrmFilters) -> ProspectQuerySet:
    """The prospects of a view that fit the filters, as far as the person sees them."""
    rows = view_of(person, filters.view or "all")
    if filters.q:
        seen = Employer.objects.filter(pk__in=rows.order_by().values("pk"))
        rows = rows.filter(pk__in=searched(seen, filters.q))
    if filters.stage:
        rows = rows.filter(stage=filters.stage)
    if filters.owner == "me":
        rows = rows.filter(owner=person)
    elif filters.owner == "none":
        rows = rows.filter(owner=None)
    elif filters.owner:
        rows = rows.filter(owner=_key(filters.owner))
    if filters.holder:
        rows = rows.filter(employer__holder=_key(filters.holder))
    if filters.tag:
        rows = rows.filter(employer__tags__name=filters.tag)
    return _due(rows, filters.due)


def _key(text: str) -> UUID:
    """An identifier out of an address; nobody's, where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _due(rows: ProspectQuerySet, due: str) -> ProspectQuerySet:
    today = clock.today()
    if due == "late":
        return rows.filter(next_step_on__lt=today)
    if due == "soon":
        return rows.filter(next_step_on__range=(today, today + timedelta(SOON)))
    return rows.filter(next_step_on=None) if due == "none" else rows


def with_sort_keys(rows: Any) -> QuerySet[Any]:
    """Prospects with what a row shows and with what the list is sorted by."""
    owner = Concat(F("owner__family_name"), Value(" "), F("owner__given_name"))
    return queries.with_progress(rows).annotate(
        name_key=F("employer__sort_key"),
        due_key=Coalesce("next_step_on", Value(LAST)),
        again_key=Coalesce("vet_again_by", Value(FIRST)),  # those that are sent back stand first
        unowned=ExpressionWrapper(Q(owner=None), output_field=BooleanField()),  # behind those that somebody has
        owner_key=owner,
    )


def possible_owners() -> QuerySet[Person]:
    """Who may have taken a prospect of the region on: to narrow the list down to theirs."""
    place = territory()
    rows = people_with(Permission.USE_CRM, place.root) if place else Person.objects.none()
    return rows.order_by("family_name", "given_name")


def holders_seen(person: Person) -> QuerySet[Institution]:
    """The institutions that hold prospects which a person sees."""
    rows = view_of(person, "all") | view_of(person, "parked")
    return Institution.objects.filter(pk__in=rows.order_by().values("employer__holder")).order_by("name")


def tags_seen(person: Person) -> list[str]:
    """The tags of prospects that a person sees."""
    rows = view_of(person, "all") | view_of(person, "parked")
    names = Tag.objects.filter(employers__in=rows.order_by().values("pk")).distinct()
    return list(names.values_list("name", flat=True)[:300])
