"""What there is here for an occupation: offers, partners, placements, each counted from rows that a person may see.

One offer may serve several occupations, so the columns of the gap view are not added up. Of students of other
institutions fewer than ten are told as that (R6).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from guildhall.agreements.models import Agreement, Party
from guildhall.context import Keeper, keeping
from guildhall.demand.levels import listed_as
from guildhall.demand.models import HardToFill
from guildhall.lib import clock
from guildhall.lib.small_counts import FEWEST
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Institution, Person
from guildhall.placements.models import Placement
from guildhall.placements.queries.attesting import confirmed
from guildhall.students.querysets import places_of

WHY = "how many students had a place in an occupation, which names nobody"
YEAR_OF_DAYS, TWO_YEARS = 365, 730
BEGUN = ("started", "completed", "ended_early")

Leads = Mapping[UUID, tuple[str, ...]]  # programs, or pathways, with the occupations that each leads to


@dataclass(frozen=True)
class Ways:
    """Which occupations programs and pathways lead to: for offers and placements that name no occupation themselves."""

    programs: Leads
    pathways: Leads
    listed: frozenset[str] = frozenset()  # as which codes occupations stand on the list that is in force

    def fold(self, code: str) -> str:
        """As which code an occupation stands here."""
        return listed_as(code, self.listed)

    def of(self, soc: str, programs: Iterable[UUID], pathway: UUID | None) -> tuple[str, ...]:
        """The occupations of a row: its own; else those of its programs; else those of its pathway."""
        if soc:
            return (self.fold(soc),)
        found = [code for pk in programs for code in self.programs.get(pk, ())]
        found = found or list(self.pathways.get(pathway, ()) if pathway else ())
        return tuple(dict.fromkeys(map(self.fold, found)))


@dataclass(frozen=True)
class Placed:
    """How many students had a place in twelve months; `told` is False for fewer than ten of other institutions."""

    students: int = 0
    told: bool = True
    attested: bool = True

    @property
    def fewest(self) -> int:
        return FEWEST


@dataclass
class Supplied:
    """What there is for one occupation."""

    offers: list[UUID] = field(default_factory=list)
    places: int = 0
    offering: set[UUID] = field(default_factory=set)  # employers that offer, or offered within two years
    hard_pressed: set[UUID] = field(default_factory=set)  # employers that find it hard to fill
    wanted: int = 0
    partners: frozenset[UUID] = frozenset()
    placed: Placed = Placed()

    @property
    def employers(self) -> set[UUID]:
        """All that have to do with it."""
        return self.offering | self.hard_pressed


def supply_of(person: Person, place: Institution | None, ways: Ways) -> dict[str, Supplied]:
    """What there is for each occupation at a place, as far as a person may know: a handful of statements."""
    found: dict[str, Supplied] = {}

    def at(code: str) -> Supplied:
        return found.setdefault(code, Supplied())

    for soc, employer, how_many in roles_open(person).exclude(soc="").values_list("soc", "employer", "how_many"):
        one = at(ways.fold(soc))
        one.hard_pressed.add(employer)
        one.wanted += how_many
    for code, offer in _offers(person, place, ways):
        one = at(code)
        one.offering.add(offer.employer)
        if offer.is_open:
            one.offers.append(offer.pk)
            one.places += offer.places
    partners = partners_at(person, place)
    for one in found.values():
        one.partners = frozenset(one.employers & partners)
    for code, placed in placed_in(person, place, ways).items():
        at(code).placed = placed
    return found


def roles_open(person: Person) -> Any:
    """The roles that employers find hard to fill today, of employers that a person sees."""
    return HardToFill.objects.visible_to(person).open()


def partners_at(person: Person, place: Institution | None) -> set[UUID]:
    """The employers with which an agreement is in force at a place, above it or below it, as far as a person reads."""
    rows = Agreement.objects.visible_to(person).in_force()
    if place is not None:
        rows = rows.filter(Q(institution__lineage__contains=[place.pk]) | Q(institution__in=place.lineage))
    parties = Party.objects.filter(agreement__in=rows, employer__isnull=False)
    return set(parties.values_list("employer", flat=True))


@dataclass(frozen=True, slots=True)
class _Offer:
    pk: UUID
    employer: UUID
    places: int
    is_open: bool


def open_offers(person: Person, place: Institution | None) -> Any:
    """What employers offer today, open to a person, and at a college to its students."""
    rows = Opportunity.objects.open_to(person)
    return rows.open_at(place) if place is not None and place.parent_id else rows


def _offers(person: Person, place: Institution | None, ways: Ways) -> Iterable[tuple[str, _Offer]]:
    since = clock.today() - timedelta(TWO_YEARS)
    opened = set(open_offers(person, place).values_list("pk", flat=True))
    rows = Opportunity.objects.visible_to(person).filter(state__in=("posted", "closed"), publish_on__gte=since)
    names = ("pk", "employer", "places", "filled", "soc", "pathway")
    facts = {row[0]: row for row in rows.values_list(*names)}
    links = Opportunity.programs.through.objects.filter(opportunity__in=rows)
    programs: dict[UUID, list[UUID]] = {}
    for offer, program in links.values_list("opportunity", "program"):
        programs.setdefault(offer, []).append(program)
    for pk, employer, places, filled, soc, pathway in facts.values():
        for code in ways.of(soc, programs.get(pk, ()), pathway):
            yield code, _Offer(pk, employer, max(places - (filled or 0), 0), pk in opened)


def placements_at(place: Institution | None) -> Any:
    """The placements that began in the last twelve months at a place: read as a keeper, or `visible_to`."""
    rows = Placement.objects.filter(started_on__gt=clock.today() - timedelta(YEAR_OF_DAYS), state__in=BEGUN)
    return rows.filter(institution__lineage__contains=[place.pk]) if place else rows


def placed_in(person: Person, place: Institution | None, ways: Ways) -> dict[str, Placed]:
    """How many students had a place in each occupation in twelve months, and whether all of it is attested."""
    own = set(places_of(person))
    with keeping(Keeper.RECOUNT, WHY):
        names = ("student", "institution", "started_on__year", "soc", "program", "opportunity__pathway")
        rows = list(placements_at(place).values_list(*names))
    attested = _attested({row[2] for row in rows})
    students: dict[str, dict[UUID, bool]] = {}
    whole: dict[str, bool] = {}
    for student, at, year, soc, program, pathway in rows:
        for code in ways.of(soc, (program,) if program else (), pathway):
            known = students.setdefault(code, {})
            known[student] = known.get(student, False) or at in own
            whole[code] = whole.get(code, True) and (at, year) in attested
    return {code: _placed(known.values(), whole[code]) for code, known in students.items()}


def _placed(known: Iterable[bool], attested: bool) -> Placed:
    flags = list(known)
    others = flags.count(False)
    return Placed(len(flags), not 0 < others < FEWEST, attested)


def _attested(years: set[int]) -> set[tuple[UUID, int]]:
    """Which institutions have attested which of some years."""
    if not years:
        return set()
    found = confirmed(min(years), max(years))
    return {(one.institution.pk, year) for year, of in found.items() for one in of.of if one.is_attested}
