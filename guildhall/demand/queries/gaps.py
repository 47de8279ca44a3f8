"""The gap view: demand held against pathways, programs, partners, places and placements of a place (D7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from guildhall.demand.gaps import LABELS, Finding, Supply, finding_of
from guildhall.demand.models import DemandList
from guildhall.demand.queries.areas import Areas, areas_of
from guildhall.demand.queries.enrollment import EnrolledIn, newest_counts, together
from guildhall.demand.queries.figures import Known, Releases, known_of, newest_releases
from guildhall.demand.queries.leading import LeadsTo, leading_to, programs_of
from guildhall.demand.queries.lists import list_in_force, titles_for, whole_territory
from guildhall.demand.queries.supply import Placed, Supplied, Ways, supply_of
from guildhall.pathways.models import Pathway, Program
from guildhall.people.models import Institution, Person

SOURCES = ("list", "employers")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the gap view is narrowed to."""

    place: Institution | None = None
    finding: str = ""
    field: str = ""  # the first two figures of the code
    source: str = ""  # of the list of high demand, or said by employers
    words: str = ""
    town: str = ""


@dataclass(frozen=True)
class Gap:
    """One occupation in demand here, with all that stands beside it."""

    soc: str
    title: str
    known: Known
    listed: bool
    supplied: Supplied
    programs: tuple[Program, ...]
    enrolled: EnrolledIn

    @property
    def placed(self) -> Placed:
        return self.supplied.placed

    @cached_property
    def finding(self) -> Finding:
        one = self.supplied
        return finding_of(Supply(len(self.programs), len(one.partners), one.places, one.placed.students > 0))

    @property
    def label(self) -> Any:
        return LABELS[self.finding]

    @property
    def institutions(self) -> list[Institution]:
        """Who teaches for it, each once."""
        return list({one.institution.pk: one.institution for one in self.programs}.values())


@dataclass(frozen=True)
class GapView:
    """The occupations in demand at a place, and what its figures rest on."""

    place: Institution | None
    areas: Areas
    releases: Releases
    row: DemandList | None
    gaps: Sequence[Gap]
    uncoded: int  # roles of employers that carry no code, and so stand in no row
    counts: dict[str, int] = field(default_factory=dict)  # how many of each finding, before one is chosen

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def gap_view(person: Person, wanted: Wanted) -> GapView:
    """What is in demand at a place, and what is missing: the same number of statements whatever its size (D7)."""
    place = wanted.place or whole_territory()
    listed = list_in_force(place)
    leads = leading_to(programs_of(person, place))
    paths = list(Pathway.objects.visible_to(person).open())
    ways = ways_of(leads, paths, listed.codes)
    supply = supply_of(person, place, ways, wanted.town)
    said = {code for code, one in supply.by_code.items() if one.hard_pressed}
    codes = _chosen(listed.codes, said, wanted)
    areas = areas_of(place)
    releases = newest_releases(areas)
    known = known_of(codes, areas, releases)
    titles = titles_for(codes, known, listed.titles)
    by_code = _by_code(leads, ways)
    counts_of = newest_counts(person, {one.pk for code in codes for one in by_code.get(code, ())})
    gaps = []
    for code in codes:
        programs = tuple(by_code.get(code, ()))
        enrolled = together(programs, counts_of)
        gaps.append(Gap(code, titles[code], known[code], code in listed.codes, supply.of(code), programs, enrolled))
    gaps = [gap for gap in gaps if _named(gap, wanted.words)]
    counts = {finding.value: sum(gap.finding == finding for gap in gaps) for finding in Finding}
    shown = [gap for gap in gaps if wanted.finding in ("", gap.finding)]
    return GapView(place, areas, releases, listed.row, sorted(shown, key=_order), supply.uncoded, counts)


def _by_code(leads: Iterable[LeadsTo], ways: Ways) -> dict[str, list[Program]]:
    found: dict[str, list[Program]] = {}
    for one in leads:
        for code in dict.fromkeys(map(ways.fold, one.codes)):
            found.setdefault(code, []).append(one.program)
    return found


def ways_of(leads: Iterable[LeadsTo], paths: Iterable[Pathway], listed: Iterable[str]) -> Ways:
    """Which occupations programs and pathways lead to, for offers and placements that name none themselves."""
    programs: dict[UUID, tuple[str, ...]] = {one.program.pk: one.codes for one in leads}
    return Ways(programs, {path.pk: tuple(path.occupations) for path in paths}, frozenset(listed))


def _chosen(on_list: Iterable[str], said: set[str], wanted: Wanted) -> list[str]:
    codes = {"list": set(on_list), "employers": said}.get(wanted.source, set(on_list) | said)
    return sorted(code for code in codes if code.startswith(wanted.field))


def _named(gap: Gap, words: str) -> bool:
    text = f"{gap.soc} {gap.title}".casefold()
    return all(word in text for word in words.casefold().split())


def _order(gap: Gap) -> tuple[Any, ...]:
    """What is most fundamental first; then what employers ask for, and what has most openings."""
    findings = list(Finding)
    return findings.index(gap.finding), -gap.supplied.wanted, -(gap.known.openings_to_judge or 0), gap.soc


def in_words(gaps: Sequence[Gap], most: int = 3) -> dict[str, str]:
    """The occupations of each finding that stand first, as a sentence names them."""
    found: dict[str, str] = {}
    for finding in (Finding.BUILD, Finding.ASK, Finding.OFFER):
        titles = [gap.title for gap in gaps if gap.finding == finding][:most]
        if titles:
            found[finding.value] = "; ".join(titles)
    return found
