"""Searching what is offered: words, occupation, pathway, place and distance, pay, kind, period, "open to my program".

Sight comes first: everything is looked for among the opportunities that are open to the person (PROMISES R33).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Exists, F, FloatField, OuterRef, Q, Subquery
from django.db.models.functions import Least
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.employers.words import search_query, words_of
from guildhall.opportunities.distances import Point, box_around
from guildhall.opportunities.drawing import Spot
from guildhall.opportunities.kinds import BY_SLUG, STAGES, of_stage
from guildhall.opportunities.models import OfferedAt, Opportunity
from guildhall.opportunities.querysets import OpportunityQuerySet
from guildhall.pathways.clusters import alike
from guildhall.pathways.models import Program
from guildhall.pathways.models.programs import label_of
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.store.written import Written
from guildhall.ui.paging import Key

MOST_WORDS = 8
COUNTED_TO = 1_000
MOST_SPOTS = 150  # places on the map
FEW = 2_000  # that are named one by one in a statement
MILES = (5, 10, 25, 50, 100)
LISTED = (  # what a list shows
    "employer__name", "holder__name", "holder__code", "kind", "title", "places", "on_behalf_of", "starts_on", "pay_low",
    "pay_high", "pay_per", "state", "added_at", "publish_on", "expires_on", "audience", "audience_until", "place",
    "entered_by", "offered_by",
)  # fmt: skip


class Miles(Written):
    """How far an opportunity is from a point, as the crow flies."""

    text = """(7917.6 * asin(sqrt(least(1.0,
        power(sin(radians({latitude} - {north}::float8) / 2), 2)
        + cos(radians({north}::float8)) * cos(radians({latitude}))
        * power(sin(radians({longitude} - {east}::float8) / 2), 2)))))"""
    output_field = FloatField()


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty values narrow nothing. Pay is in dollars an hour."""

    q: str = ""
    kind: str = ""  # of a kind, or of a stage
    occupation: str = ""  # a code of SOC, or words
    cluster: str = ""
    pathway: UUID | None = None
    program: Program | None = None
    place: str = ""
    near: Point | None = None
    miles: float = 25
    paid: bool = False
    pay: Decimal | None = None
    begins: date | None = None
    ends: date | None = None
    employer: UUID | None = None
    sort: str = ""


SORTS = {
    "": [Key("publish_on", descending=True), Key("id", descending=True)],
    "ending": [Key("expires_on"), Key("id")],
    "near": [Key("miles"), Key("id")],
}


def keys_of(wanted: Wanted) -> list[Key]:
    """By what the list is sorted and paged; nearest first only where a point is known."""
    return SORTS["" if wanted.sort == "near" and wanted.near is None else wanted.sort]


def searched(person: Person, wanted: Wanted) -> OpportunityQuerySet:
    """The opportunities that are open to a person today and fit (B1, B6)."""
    return narrowed(Opportunity.objects.open_to(person), wanted)


def narrowed(rows: OpportunityQuerySet, wanted: Wanted) -> OpportunityQuerySet:
    """Of some opportunities those that fit."""
    words = words_of(wanted.q)[:MOST_WORDS]
    if words:
        rows = rows.filter(search=SearchQuery(search_query(words), search_type="raw", config="simple"))
    if wanted.kind in BY_SLUG:
        rows = rows.filter(kind=wanted.kind)
    elif wanted.kind in STAGES:
        rows = rows.filter(kind__in=of_stage(wanted.kind))
    if wanted.employer:
        rows = rows.filter(employer=wanted.employer)
    return _when_and_pay(_where(_for_whom(rows, wanted), wanted), wanted)


def _for_whom(rows: OpportunityQuerySet, wanted: Wanted) -> OpportunityQuerySet:
    if wanted.occupation:
        code = wanted.occupation.split(" ")[0]
        is_code = len(code) == 7 and code[2] == "-"
        rows = rows.filter(soc=code) if is_code else _called(rows, wanted.occupation)
    if wanted.cluster:
        rows = rows.filter(cluster__in=alike(wanted.cluster))
    if wanted.pathway:
        rows = rows.filter(Q(pathway=wanted.pathway) | Q(programs__pathway=wanted.pathway)).distinct()
    return rows.filter(open_to_program(wanted.program)) if wanted.program else rows


def _called(rows: OpportunityQuerySet, occupation: str) -> OpportunityQuerySet:
    """Those whose occupation is called so: its words stand among the words that are searched, which have an index."""
    words = words_of(occupation)[:MOST_WORDS]
    if words:
        rows = rows.filter(search=SearchQuery(search_query(words), search_type="raw", config="simple"))
    return rows.filter(occupation__icontains=occupation)


def open_to_program(program: Program) -> Q:
    """Meant for a program, for its pathway or cluster, or for everybody: what an opportunity names counts, the
    narrowest first.
    """
    through = Opportunity.programs.through.objects.filter(opportunity=OuterRef("pk"))
    named, any_named = Exists(through.filter(program=program.pk)), Exists(through)
    own_path = Q(pathway=program.pathway_id) if program.pathway_id else Q(pk__in=[])
    own_cluster = Q(cluster__in=alike(program.cluster)) if program.cluster else Q(pk__in=[])
    wider = own_path | (Q(pathway=None) & (Q(cluster="") | own_cluster))
    return Q(named) | (~Q(any_named) & wider)


def _where(rows: OpportunityQuerySet, wanted: Wanted) -> OpportunityQuerySet:
    if wanted.place:
        rows = rows.filter(Q(place__iexact=wanted.place) | _also_at(Q(place__iexact=wanted.place))[0])
    if wanted.near is None:
        return rows
    box = box_around(wanted.near, wanted.miles)
    inside = Q(latitude__range=(box.south, box.north), longitude__range=(box.west, box.east))
    elsewhere, any_elsewhere = _also_at(inside)
    miles: Any = Miles(latitude="latitude", longitude="longitude", **_degrees(wanted.near))
    if any_elsewhere:
        others = OfferedAt.objects.filter(opportunity=OuterRef("pk"), latitude__isnull=False).annotate(miles=miles)
        miles = Least(miles, Subquery(others.order_by("miles").values("miles")[:1]))
    return rows.filter(inside | elsewhere).annotate(miles=miles).filter(miles__lte=wanted.miles)


def _degrees(point: Point) -> dict[str, float]:
    return {"north": point.latitude, "east": point.longitude}


def _also_at(there: Q) -> tuple[Q, bool]:
    """Those that are offered at several sites of which one is there, and whether there are any.

    Few are: their keys are looked up first, so that the index of what is offered at one site serves all the same.
    """
    rows = OfferedAt.objects.filter(there).order_by().values_list("opportunity", flat=True).distinct()
    keys = list(rows[: FEW + 1])
    return Q(pk__in=keys if len(keys) <= FEW else rows), bool(keys)


def _when_and_pay(rows: OpportunityQuerySet, wanted: Wanted) -> OpportunityQuerySet:
    if wanted.begins:
        rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=wanted.begins))
        rows = rows.filter(Q(ends_on__isnull=False) | Q(starts_on=None) | Q(starts_on__gte=wanted.begins))
    if wanted.ends:
        rows = rows.filter(Q(starts_on=None) | Q(starts_on__lte=wanted.ends))
    if wanted.paid or wanted.pay is not None:
        rows = rows.filter(pay_per__gt="")
    return rows.filter(pay_hour__gte=wanted.pay) if wanted.pay is not None else rows


def listed(rows: OpportunityQuerySet) -> OpportunityQuerySet:
    """Opportunities with what a row of the list shows of them."""
    return rows.select_related("employer", "holder").only(*LISTED)


def number_of(rows: OpportunityQuerySet) -> int:
    """How many there are, counted to a thousand and one."""
    return rows.order_by().values("pk")[: COUNTED_TO + 1].count()


def in_words(n: int) -> str:
    """How many there are, in words."""
    if n > COUNTED_TO:
        return _("More than %s opportunities") % f"{COUNTED_TO:,}"
    return ngettext("%s opportunity", "%s opportunities", n) % f"{n:,}"


def spots(rows: OpportunityQuerySet) -> tuple[list[Spot], int]:
    """Where they are, place by place, and how many are nowhere on the map."""
    there = rows.filter(latitude__isnull=False).order_by()
    columns = ("zip", "latitude", "longitude", "place")
    once = Count("pk", distinct=there.query.distinct)  # telling rows apart sorts all of them: only where some repeat
    counted_there = there.values(*columns).annotate(n=once).order_by("-n", "zip")[:MOST_SPOTS]
    found = _with_other_sites(rows, [_spot(r, r["n"]) for r in counted_there], columns)
    nowhere = rows.filter(latitude=None).order_by().values("pk")[: COUNTED_TO + 1].count()
    return found, nowhere


def _spot(row: dict[str, Any], count: int) -> Spot:
    return Spot(row["latitude"], row["longitude"], row["place"] or row["zip"], count, row["zip"])


def _with_other_sites(rows: OpportunityQuerySet, found: list[Spot], columns: Sequence[str]) -> list[Spot]:
    """Spots with what is offered there as well, and first somewhere else."""
    others = OfferedAt.objects.filter(opportunity__in=rows.order_by().values("pk"), latitude__isnull=False)
    others = others.exclude(zip=F("opportunity__zip")).order_by()
    by_zip = {spot.key: spot for spot in found}
    for row in others.values(*columns).annotate(n=Count("opportunity", distinct=True))[:MOST_SPOTS]:
        here = by_zip.get(row["zip"])
        by_zip[row["zip"]] = _spot(row, row["n"] + (here.count if here else 0))
    return sorted(by_zip.values(), key=lambda spot: (-spot.count, spot.key))[:MOST_SPOTS]


def places(person: Person) -> list[str]:
    """Places to suggest: those of the newest opportunities that are open to a person."""
    newest = Opportunity.objects.open_to(person).exclude(place="").order_by("-publish_on", "-id")
    return sorted(set(newest.values_list("place", flat=True)[:300]))[:100]


def programs_of(person: Person) -> list[tuple[str, str]]:
    """The programs of a person's own institutions, to ask what is open to them: keys with labels."""
    rows = Program.objects.visible_to(person).of(person).offered().order_by("institution__name", "name")
    columns = rows.values_list("pk", "name", "institution__code", "institution__name")[:400]
    return [(str(pk), label_of(name, code or place)) for pk, name, code, place in columns]


def waiting_for(person: Person) -> OpportunityQuerySet:
    """The opportunities that wait for a person's approval (journey 4)."""
    places_of = list(person.standing.institutions(Permission.APPROVE_OPPORTUNITIES))
    rows = Opportunity.objects.visible_to(person).waiting()
    return rows.filter(holder__lineage__overlap=places_of) if places_of else rows.none()


def ours(person: Person) -> OpportunityQuerySet:
    """The opportunities that a person's institutions look after, in whatever state."""
    return Opportunity.objects.visible_to(person).filter(holder__in=[p.institution_id for p in person.posts])


def unanswered(person: Person) -> OpportunityQuerySet:
    """Those that a person's institutions show, and of which the employer was asked and has not said that they stand."""
    return ours(person).shown_today().exclude(asked_on=None)


def institutions_to_look_after(person: Person) -> Any:
    """Which institutions may look after an opportunity that a person enters."""
    return Institution.objects.where(person, Permission.POST_OPPORTUNITIES).open().order_by("lineage__len", "name")


def institutions_to_approve_at(person: Person) -> Any:
    """At which institutions a person approves opportunities."""
    return Institution.objects.where(person, Permission.APPROVE_OPPORTUNITIES).open().order_by("lineage__len", "name")
