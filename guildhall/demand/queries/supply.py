"""What there is here for an occupation: offers, partners, placements, each counted from rows that a person may see.

One offer may serve several occupations, so the columns of the gap view are not added up. Of students of other
institutions full tens are told, and fewer than ten as that (R6, ADR 89).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest

from guildhall.agreements.models import Agreement, Party
from guildhall.context import Keeper, keeping
from guildhall.demand.levels import HYBRIDS, listed_as
from guildhall.demand.models import HardToFill
from guildhall.demand.queries.towns import employers_in, offers_in, placements_in, roles_in
from guildhall.lib import clock
from guildhall.lib.small_counts import FEWEST, Told, told_of
from guildhall.opportunities.kinds import PREPARATION, TRAINING, WORK, of_stage
from guildhall.opportunities.models import Opportunity
from guildhall.people.models import Institution, Person
from guildhall.placements.models import Placement
from guildhall.placements.queries.attesting import attested
from guildhall.students.querysets import places_of

WHY = "how many students had a place in an occupation, which names nobody"
YEAR_OF_DAYS, TWO_YEARS = 365, 730
# Kinds of offers with places in which somebody learns or works; a tour or a talk is no way into an occupation.
PLACES = [kind for stage in (PREPARATION, TRAINING, WORK) for kind in of_stage(stage)]
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
    rounded: bool = False  # of other institutions full tens are told

    @property
    def in_words(self) -> str:
        return str(Told(self.students, self.rounded))

    @property
    def fewest(self) -> int:
        return FEWEST


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that an employer offers, or offered within two years."""

    pk: UUID
    title: str
    employer: UUID
    employer_name: str
    places: int  # that are not filled
    is_open: bool


@dataclass
class Supplied:
    """What there is for one occupation."""

    offers: list["Offer"] = field(default_factory=list)  # that are open
    roles: list[HardToFill] = field(default_factory=list)
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


@dataclass(frozen=True)
class Supply:
    """What there is at a place, by occupation; the partners of the place; how many roles carry no code."""

    by_code: dict[str, Supplied]
    partners: frozenset[UUID]
    uncoded: int

    def of(self, code: str) -> Supplied:
        return self.by_code.get(code) or Supplied()


def supply_of(person: Person, place: Institution | None, ways: Ways, town: str = "", only: str = "") -> Supply:
    """What there is for each occupation at a place, or in one town of it, as far as a person may know: the same few
    statements, whose sums the database makes (D7). Of the `only` one that is asked for its offers and roles as well.
    """
    found: dict[str, Supplied] = {}

    def at(code: str) -> Supplied:
        return found.setdefault(code, Supplied())

    uncoded = _add_roles(at, person, ways, town, only)
    if not only:
        _add_sums(at, _offered(person, town), ways, shown_now(person, place))
    for code, offer in _offers(person, place, ways, town, only):
        one = at(code)
        one.offering.add(offer.employer)
        if offer.is_open:
            one.offers.append(offer)
            one.places += offer.places
    partners = frozenset(partners_at(person, place))
    partners = employers_in(partners, town) if town else partners
    for one in found.values():
        one.partners = partners & one.employers
    for code, placed in placed_in(person, place, ways, town).items():
        at(code).placed = placed
    return Supply(found, partners, uncoded)


def _named_as(code: str) -> Q:
    """The rows that may stand for an occupation: under its own code, its broad group's, or a joint one's."""
    return Q(soc__startswith=code[:6]) | Q(soc__in=HYBRIDS.get(code, ()))


def _add_roles(at: Callable[[str], Supplied], person: Person, ways: Ways, town: str, only: str) -> int:
    """What employers cannot fill, by occupation; returns how many roles carry none."""
    rows = roles_in(roles_open(person), town) if town else roles_open(person)
    if only:
        for role in rows.filter(_named_as(only)):
            at(ways.fold(role.soc)).roles.append(role)
            _look_for(at(ways.fold(role.soc)), role.employer_id, role.how_many)
        return 0
    uncoded = 0
    for soc, employer, how_many in rows.order_by().values_list("soc", "employer", "how_many"):
        if soc:
            _look_for(at(ways.fold(soc)), employer, how_many)
        else:
            uncoded += 1
    return uncoded


def _look_for(one: Supplied, employer: UUID, how_many: int) -> None:
    one.hard_pressed.add(employer)
    one.wanted += how_many


def _add_sums(at: Callable[[str], Supplied], offered: Any, ways: Ways, opened: Q) -> None:
    """Employers and open places of the offers that name their occupation: one row for each code, not for each offer."""
    left = Greatest(F("places") - Coalesce("filled", 0), 0)
    sums = offered.exclude(soc="").order_by().values("soc").annotate(
        offering=ArrayAgg("employer", distinct=True), left=Sum(left, filter=opened),
    )  # fmt: skip
    for row in sums:
        one = at(ways.fold(row["soc"]))
        one.offering.update(row["offering"])
        one.places += row["left"] or 0


def roles_open(person: Person) -> Any:
    """The roles that employers find hard to fill today, of employers that a person sees."""
    rows = HardToFill.objects.visible_to(person).open().select_related("employer", "noted_by", "institution")
    return rows.defer("employer__search")


def partners_at(person: Person, place: Institution | None) -> set[UUID]:
    """The employers with which an agreement is in force at a place, above it or below it, as far as a person reads."""
    rows = Agreement.objects.visible_to(person).in_force()
    if place is not None:
        rows = rows.filter(Q(institution__lineage__contains=[place.pk]) | Q(institution__in=place.lineage))
    parties = Party.objects.filter(agreement__in=rows, employer__isnull=False)
    return set(parties.values_list("employer", flat=True))


def shown_now(person: Person, place: Institution | None) -> Q:
    """Whether an offer is shown today, open to a person, and at a college to its students."""
    offers = Opportunity.objects.all()
    shown = offers.is_open_to(person)
    return shown & offers.is_open_at(place) if place is not None and place.parent_id else shown


def _offered(person: Person, town: str) -> Any:
    """What employers offer, or offered within two years, to learn or work in."""
    since = clock.today() - timedelta(TWO_YEARS)
    rows = Opportunity.objects.visible_to(person).filter(state__in=("posted", "closed"), publish_on__gte=since)
    rows = rows.filter(kind__in=PLACES)
    return offers_in(rows, town) if town else rows


def _offers(
    person: Person, place: Institution | None, ways: Ways, town: str, only: str
) -> Iterable[tuple[str, Offer]]:  # fmt: skip
    """The offers that count through their programs or their pathway; of one occupation also those that name it."""
    rows = _offered(person, town).filter(Q(soc="") | _named_as(only) if only else Q(soc=""))
    through = Opportunity.programs.through.objects.filter(opportunity=OuterRef("pk"))
    rows = rows.annotate(
        named=ArraySubquery(through.values("program")),
        is_open=Case(When(shown_now(person, place), then=Value(True)), default=Value(False)),
    )
    names = ("pk", "title", "employer", "employer__name", "places", "filled", "is_open", "soc", "named", "pathway")
    for pk, title, employer, name, places, filled, is_open, soc, named, pathway in rows.values_list(*names):
        for code in ways.of(soc, named, pathway):
            yield code, Offer(pk, title, employer, name, max(places - (filled or 0), 0), is_open)


def placements_at(place: Institution | None, town: str = "") -> Any:
    """The placements that began in the last twelve months at a place, or in one town: read as a keeper, or
    `visible_to`.
    """
    rows = Placement.objects.filter(started_on__gt=clock.today() - timedelta(YEAR_OF_DAYS), state__in=BEGUN)
    rows = placements_in(rows, town) if town else rows
    return rows.filter(institution__lineage__contains=[place.pk]) if place else rows


def placed_in(person: Person, place: Institution | None, ways: Ways, town: str = "") -> dict[str, Placed]:
    """How many students had a place in each occupation in twelve months, and whether all of it is attested."""
    own = set(places_of(person))
    with keeping(Keeper.RECOUNT, WHY):
        names = ("student", "institution", "started_on__year", "soc", "program", "opportunity__pathway")
        rows = list(placements_at(place, town).values_list(*names))
    years = [row[2] for row in rows]
    whole_years = attested(min(years), max(years)) if years else set()
    students: dict[str, dict[UUID, bool]] = {}
    whole: dict[str, bool] = {}
    for student, at, year, soc, program, pathway in rows:
        for code in ways.of(soc, (program,) if program else (), pathway):
            known = students.setdefault(code, {})
            known[student] = known.get(student, False) or at in own
            whole[code] = whole.get(code, True) and (at, year) in whole_years
    return {code: _placed(known.values(), whole[code]) for code, known in students.items()}


def _placed(known: Iterable[bool], is_whole: bool) -> Placed:
    flags = list(known)
    told = told_of(flags.count(True), flags.count(False))
    if told.n is None:
        return Placed(len(flags), told=False, attested=is_whole)
    return Placed(told.n, attested=is_whole, rounded=told.rounded)
