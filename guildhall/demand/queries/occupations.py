"""One occupation at a place: its figures with their levels, who teaches for it, who hires, whom to ask (D5–D7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from guildhall.demand.gaps import LABELS, Finding, finding_of
from guildhall.demand.gaps import Supply as HasHere
from guildhall.demand.levels import listed_as
from guildhall.demand.models import DemandList
from guildhall.demand.queries.areas import Areas, areas_of
from guildhall.demand.queries.figures import Known, Releases, look_for, newest_releases
from guildhall.demand.queries.gaps import ways_of
from guildhall.demand.queries.leading import leading_to, programs_of
from guildhall.demand.queries.lists import list_in_force, titles_for, whole_territory
from guildhall.demand.queries.supply import Supplied, placements_at, supply_of
from guildhall.demand.queries.wages import WageChart, bands_of, wage_chart
from guildhall.employers.models import Employer
from guildhall.engagements.queries.contacting import may_be_asked
from guildhall.pathways.models import Pathway, Program
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
    here: Supplied
    programs: Sequence[Program]
    pathways: Sequence[Pathway]
    to_ask: Sequence[ToAsk]
    partners: Sequence[Employer]

    @property
    def label(self) -> Any:
        return LABELS[self.finding]


def occupation(person: Person, code: str, place: Institution | None, town: str = "") -> Occupation | None:
    """One occupation as the gap view has it, opened into its rows; None where nobody here knows of it."""
    place = place or whole_territory()
    listed = list_in_force(place)
    areas = areas_of(place)
    releases = newest_releases(areas)
    look = look_for([code], areas, releases)
    known = look.at(code)
    title = titles_for([code], {code: known}, listed.titles)[code]
    paths = list(Pathway.objects.visible_to(person).open())
    leads = leading_to(programs_of(person, place))
    ways = ways_of(leads, paths, listed.codes | {code})
    supply = supply_of(person, place, ways, town, only=code)
    one = supply.of(code)
    programs = [lead.program for lead in leads if code in map(ways.fold, lead.codes)]
    if title == code and known.is_unknown and not (programs or one.employers or one.placed.students):
        return None
    to_ask, partners = whom_to_ask(person, one, supply.partners)
    return Occupation(
        code, title, known, areas, releases, wage_chart(code, bands_of(code, look)),
        listed.row if listed_as(code, listed.codes) in listed.codes else None, _finding(one, programs), one, programs,
        [path for path in paths if code in map(ways.fold, path.occupations)], to_ask, partners,
    )  # fmt: skip


def _finding(one: Supplied, programs: Sequence[Program]) -> Finding:
    return finding_of(HasHere(len(programs), len(one.partners), one.places, one.placed.students > 0))


def whom_to_ask(person: Person, one: Supplied, partners: Iterable[Any]) -> tuple[list[ToAsk], list[Employer]]:
    """The employers that hire in an occupation, those who find it hard to fill first; whether the touch budget lets
    one's own institution ask them today (N3, C28). And those of them that are partners.
    """
    known = set(partners)
    rows = list(Employer.objects.visible_to(person).filter(pk__in=list(one.employers)).defer("search"))
    rows.sort(key=lambda row: (row.pk not in one.hard_pressed, row.name))
    first, home = rows[:MOST_ASKED], home_institution(person, Permission.RECORD_ENGAGEMENTS)
    free = {row.pk for row in may_be_asked(first, home)} if first and home else set()
    asked = [ToAsk(row, row.pk in one.hard_pressed, row.pk in known, row.pk in free) for row in first]
    return asked, [row for row in rows if row.pk in known][:MOST_ROWS]


def own_placements(person: Person, code: str, place: Institution | None, town: str = "") -> list[Any]:
    """The placements in an occupation that a person may read, of the last twelve months."""
    place = place or whole_territory()
    paths = list(Pathway.objects.visible_to(person).open())
    ways = ways_of(leading_to(programs_of(person, place)), paths, list_in_force(place).codes | {code})
    rows = placements_at(place, town).visible_to(person).select_related("institution", "employer", "opportunity")
    rows = rows.defer("employer__search", "opportunity__search").order_by("-started_on", "pk")
    return [row for row in rows if code in ways.of(row.soc, _program(row), _pathway(row))]


def programs_leading_to(person: Person, code: str, place: Institution | None) -> list[Program]:
    """The programs of a place that lead to an occupation, as the gap view counts them."""
    place = place or whole_territory()
    paths = list(Pathway.objects.visible_to(person).open())
    leads = leading_to(programs_of(person, place))
    ways = ways_of(leads, paths, list_in_force(place).codes | {code})
    return [lead.program for lead in leads if code in map(ways.fold, lead.codes)]


def _program(row: Any) -> tuple[Any, ...]:
    return (row.program_id,) if row.program_id else ()


def _pathway(row: Any) -> Any:
    return row.opportunity.pathway_id if row.opportunity else None
