"""One occupation at a place: its figures with their levels, who teaches for it, who hires, whom to ask (D5–D7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guildhall.demand.gaps import LABELS, Finding, Supply, finding_of
from guildhall.demand.levels import listed_as
from guildhall.demand.models import DemandList, HardToFill
from guildhall.demand.queries.areas import Areas, areas_of
from guildhall.demand.queries.figures import Known, Releases, known_of, newest_releases
from guildhall.demand.queries.gaps import ways_of
from guildhall.demand.queries.leading import leading_to, programs_of
from guildhall.demand.queries.lists import list_in_force, titles_for, whole_territory
from guildhall.demand.queries.supply import (
    Placed,
    Supplied,
    partners_at,
    placements_at,
    roles_open,
    supply_of,
)
from guildhall.demand.queries.wages import WageChart, bands_of, wage_chart
from guildhall.employers.models import Employer
from guildhall.engagements.queries.contacting import may_be_asked
from guildhall.opportunities.models import Opportunity
from guildhall.pathways.models import Code, Pathway, Program
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution

MOST_ASKED, MOST_ROWS = 12, 40


@dataclass(frozen=True)
class ToAsk:
    """An employer that hires in an occupation: why it stands here, and whether it may be asked today (N3)."""

    employer: Employer
    is_hard_pressed: bool
    is_partner: bool
    may_be_asked: bool


@dataclass(frozen=True)
class Occupation:
    """What is known of one occupation here, and every row behind its figures."""

    soc: str
    title: str
    known: Known
    areas: Areas
    releases: Releases
    chart: WageChart | None
    listed: DemandList | None  # the list in force, where the occupation stands on it
    finding: Finding
    roles: Sequence[HardToFill]
    programs: Sequence[Program]
    pathways: Sequence[Pathway]
    offers: Sequence[Opportunity]
    to_ask: Sequence[ToAsk]
    partners: Sequence[Employer]
    places: int
    placed: Placed
    own_placements: Sequence[Any]  # those that the person may read

    @property
    def label(self) -> Any:
        return LABELS[self.finding]


def code_known(code: str) -> Code | None:
    """An occupation of the newest list of codes."""
    return Code.objects.filter(scheme=Code.Scheme.SOC, code=code).order_by("-valid", "-version").first()


def occupation(person: Person, code: str, place: Institution | None) -> Occupation | None:
    """One occupation as the gap view has it, opened into its rows; None where nobody here knows of it."""
    place = place or whole_territory()
    listed = list_in_force(place)
    on_list = set(listed.occupations.standing().values_list("soc", flat=True)) if listed else set()
    areas = areas_of(place)
    releases = newest_releases(areas)
    known = known_of([code], areas, releases)[code]
    title = titles_for([code], {code: known})[code]
    leads = leading_to(programs_of(person, place))
    paths = list(Pathway.objects.visible_to(person).open().select_related("institution"))
    ways = ways_of(leads, paths, on_list | {code})
    supplied = supply_of(person, place, ways).get(code, Supplied())
    programs = [one.program for one in leads if code in map(ways.fold, one.codes)]
    pathways = [path for path in paths if code in map(ways.fold, path.occupations)]
    roles = [role for role in roles_open(person).exclude(soc="").select_related("employer").defer("employer__search")
             if ways.fold(role.soc) == code]  # fmt: skip
    there = known.is_unknown and not (programs or pathways or roles or supplied.employers or code in on_list)
    if there and title == code:
        return None
    return Occupation(
        code, title, known, areas, releases, wage_chart(code, bands_of(code, areas, releases)),
        listed if listed_as(code, on_list) in on_list else None,
        _finding(supplied, programs), roles[:MOST_ROWS], programs, pathways, _offers(supplied),
        whom_to_ask(person, supplied, partners_at(person, place)), _employers(person, supplied.partners),
        supplied.places, supplied.placed, _own(person, place, ways, code),
    )  # fmt: skip


def _finding(supplied: Supplied, programs: Sequence[Program]) -> Finding:
    placed = supplied.placed.students > 0
    return finding_of(Supply(len(programs), len(supplied.partners), supplied.places, placed))


def _offers(supplied: Supplied) -> list[Opportunity]:
    rows = Opportunity.objects.filter(pk__in=supplied.offers[:MOST_ROWS]).select_related("employer", "holder")
    return list(rows.defer("employer__search", "search").order_by("title", "pk"))


def _employers(person: Person, keys: Any) -> list[Employer]:
    rows = Employer.objects.visible_to(person).filter(pk__in=list(keys)).defer("search")
    return list(rows.order_by("name")[:MOST_ROWS])


def whom_to_ask(person: Person, supplied: Supplied, partners: set[Any]) -> list[ToAsk]:
    """The employers that hire in an occupation, those who find it hard to fill first; whether the touch budget lets
    one's own institution ask them today (N3, C28).
    """
    rows = sorted(
        Employer.objects.shared_with(person).filter(pk__in=list(supplied.employers)).defer("search"),
        key=lambda one: (one.pk not in supplied.hard_pressed, one.name),
    )[:MOST_ASKED]
    home = home_institution(person, Permission.RECORD_ENGAGEMENTS)
    free = {one.pk for one in may_be_asked(rows, home)} if rows and home else set()
    return [ToAsk(one, one.pk in supplied.hard_pressed, one.pk in partners, one.pk in free) for one in rows]


def _own(person: Person, place: Institution | None, ways: Any, code: str) -> list[Any]:
    rows = placements_at(place).visible_to(person).select_related("institution", "employer").defer("employer__search")
    mine = [
        row for row in rows.order_by("-started_on")[:2000]
        if code in ways.of(row.soc, (row.program_id,) if row.program_id else (), None)
    ]  # fmt: skip
    return mine[:MOST_ROWS]
