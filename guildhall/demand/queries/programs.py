"""What programs lead to in the labor market of their place, and which lead nowhere there (D5, D7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from guildhall.demand.gaps import LEADS, Lead
from guildhall.demand.levels import listed_as
from guildhall.demand.models import DemandList
from guildhall.demand.queries.areas import Areas, areas_of
from guildhall.demand.queries.figures import Known, Measure, Releases, known_of, newest_releases
from guildhall.demand.queries.leading import (
    CodeState,
    LeadsTo,
    ProgramLead,
    code_state,
    leads_of,
    program_leads,
    programs_of,
)
from guildhall.demand.queries.lists import in_demand, list_in_force, titles_for, whole_territory
from guildhall.demand.queries.supply import roles_open
from guildhall.pathways.models import Program
from guildhall.people.models import Institution, Person

FIRST = (Lead.NO_CODE, Lead.NO_MATCH, Lead.NOWHERE, Lead.SOMEWHERE)


@dataclass(frozen=True)
class Line:
    """One occupation of a program, with what is known of it."""

    known: Known
    title: str
    listed: bool
    by_pathway: bool  # the pathway names it, not the crosswalk


@dataclass(frozen=True)
class ProgramDemand:
    """The labor market of one program: each occupation, and the jobs of all of them together."""

    leads: LeadsTo
    lead: Lead
    lines: Sequence[Line]
    areas: Areas
    releases: Releases
    listed: DemandList | None
    code: CodeState | None

    @property
    def label(self) -> object:
        return LEADS[self.lead]

    @property
    def jobs_here(self) -> int | None:
        """The jobs of all its occupations in the local area: what is published for several of them counts once."""
        return total_of([line.known.employment for line in self.lines])

    @property
    def unpublished(self) -> int:
        """Of how many occupations no figures are published at all."""
        return sum(line.known.is_unknown for line in self.lines)

    @property
    def elsewhere(self) -> int:
        """How many occupations have figures, but none of the local area."""
        return sum(
            not line.known.is_unknown and not (line.known.employment and line.known.employment.area.kind == "M")
            for line in self.lines
        )


def total_of(measures: Sequence[Measure | None]) -> int | None:
    """Jobs of the local area in all: a code that stands for several occupations counts once; None: none is known."""
    once = {one.code: one.value for one in measures if one is not None and one.area.kind == "M"}
    return sum(once.values()) if once else None


def demand_of(person: Person, program: Program) -> ProgramDemand:
    """What one program leads to, by the figures of its institution's area (D5)."""
    place = program.institution
    leads = leads_of(program)
    areas = areas_of(place)
    releases = newest_releases(areas)
    known = known_of(leads.codes, areas, releases)
    listed = list_in_force(place)
    titles = titles_for(leads.codes, known, listed.titles)
    lines = [
        Line(known[code], titles[code], listed_as(code, listed.codes) in listed.codes, code in leads.by_pathway)
        for code in leads.codes
    ]
    lead = program_leads([program], listed.codes | _said(person))[0].lead
    return ProgramDemand(leads, lead, lines, areas, releases, listed.row, code_state(program) if program.cip else None)


def _said(person: Person) -> set[str]:
    """The occupations of roles that employers cannot fill."""
    return set(roles_open(person).exclude(soc="").values_list("soc", flat=True))


def where_programs_lead(
    person: Person, place: Institution | None, lead: str = ""
) -> tuple[list[ProgramLead], dict[Lead, int]]:
    """Where the programs of a place lead, those that lead nowhere first; and how many there are of each (D7)."""
    place = place or whole_territory()
    demand = set(in_demand(place)) | _said(person)
    rows = program_leads(programs_of(person, place).order_by("institution__name", "name"), demand)
    counts: dict[Lead, int] = {}
    for row in rows:
        counts[row.lead] = counts.get(row.lead, 0) + 1
    shown = [row for row in rows if lead in ("", row.lead)]
    return sorted(shown, key=lambda row: FIRST.index(row.lead)), counts
