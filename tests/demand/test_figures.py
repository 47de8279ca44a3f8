"""What is known of an occupation for a place, each measure with its level; never silently nought (D5)."""

from decimal import Decimal

import pytest

from guildhall.demand.actions.sources import choose_area
from guildhall.demand.levels import BROAD, DETAILED, HYBRID
from guildhall.demand.models import Area, Projection, Release
from guildhall.demand.queries.areas import areas_of
from guildhall.demand.queries.figures import known_of, look_for, newest_releases
from guildhall.demand.queries.leading import with_occupations
from guildhall.demand.queries.programs import demand_of
from guildhall.demand.queries.wages import bands_of, wage_chart
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.pathways.actions.programs import PathwayFacts, ProgramFacts, enter_pathway, enter_program
from guildhall.pathways.models import Program
from tests.demand.published import WAGES, loaded, published


@pytest.fixture
def here(cast, tmp_path):
    published(tmp_path, cast.region)
    return areas_of(cast.mesa)


def read(program):
    return with_occupations(Program.objects.all()).get(pk=program.pk)


def _known(code, areas):
    return known_of([code], areas)[code]


def _found(measure):
    return (measure.value, measure.area.kind, measure.level)


def test_the_areas_of_a_college_are_those_of_its_region_state_and_nation(cast, here):
    assert [area.name for area in here.rows] == ["Redstone, CA", "California", "National"]


def test_a_college_may_be_in_another_area_than_its_region(cast, here):
    """Imperial Valley is not in San Diego."""
    other = Area.objects.create(code="0020940", kind="M", state="CA", name="El Centro, CA")
    choose_area(cast.harbor, other, version=0, by=cast.harbor_wbl)
    assert areas_of(cast.harbor).own == other
    assert areas_of(cast.mesa).own.name == "Redstone, CA"
    choose_area(cast.harbor, None, version=1, by=cast.harbor_wbl)
    assert areas_of(cast.harbor).own.name == "Redstone, CA"


def test_who_chooses_an_area(cast, here):
    area = Area.objects.get(pk="0600000")
    with pytest.raises(Refused):
        choose_area(cast.region, area, version=1, by=cast.mesa_wbl)
    with pytest.raises(Conflict):
        choose_area(cast.region, area, version=0, by=cast.director)


def test_without_an_area_only_the_nation_is_read(cast, tmp_path):
    published(tmp_path)
    areas = areas_of(cast.mesa)
    assert areas.own is None
    assert _found(_known("29-1141", areas).employment) == (3_000_000, "N", DETAILED)


@pytest.mark.parametrize(("code", "employment"), [
    ("29-1141", (20000, "M", DETAILED)),  # the occupation itself, here
    ("29-2011", (2740, "M", BROAD)),  # never published for itself
    ("21-1014", (6500, "M", HYBRID)),  # published together with others
    ("29-1212", (900, "S", DETAILED)),  # not released here
    ("47-2231", (9000, "S", DETAILED)),  # not here at all
    ("49-9081", (11000, "N", DETAILED)),
])  # fmt: skip
def test_employment_is_found_near_before_far(here, code, employment):
    assert _found(_known(code, here).employment) == employment


def test_what_was_published_nowhere_is_unknown_and_not_nought(here):
    known = _known("55-1011", here)
    assert known.is_unknown
    assert (known.employment, known.wage, known.openings, known.openings_to_judge) == (None, None, None, None)


def test_a_number_that_was_held_back_here_is_said_to_be(here):
    assert _known("29-1212", here).held_back
    assert not _known("29-1141", here).held_back


def test_a_wage_that_counts_no_higher_is_at_least_that(here):
    wage = _known("29-1212", here).wage
    assert (wage.value, wage.at_least, wage.area.kind) == (Decimal("115.00"), True, "S")


def test_wages_that_are_published_by_the_year_alone(here):
    known = _known("25-2055", here)
    assert (known.hourly, known.annual.value, known.annual.level) == (None, 97860, HYBRID)
    assert round(known.by_the_hour, 2) == Decimal("47.05")


def test_openings_here_are_the_nations_by_the_share_of_the_jobs(here):
    """189,100 openings for 3,000,000 jobs; 20,000 of the jobs are here."""
    known = _known("29-1141", here)
    assert (known.openings.value, known.openings.area.kind) == (189_100, "N")
    assert known.openings_here == known.openings_to_judge == round(189_100 * 20_000 / 3_000_000)
    assert _known("47-2231", here).openings_here is None  # no jobs here are known of


def test_projections_of_the_own_area_come_before_the_nations(cast, here):
    release = Release.objects.create(
        kind="projections", publisher="State", period="2022–2032", as_of="2022-01-01", loaded_at="2024-01-01T00:00Z"
    )
    Projection.objects.create(release=release, area_id="0041740", soc="29-1141", title="Nurses", openings=1300)
    known = _known("29-1141", here)
    assert _found(known.openings) == (1300, "M", DETAILED)
    assert (known.openings_here, known.openings_to_judge) == (None, 1300)
    assert known.growth.area.kind == "N"


def test_the_newest_release_is_read(cast, here, tmp_path):
    loaded(tmp_path, WAGES.replace(",20000,", ",19000,"), "oews_may2024.csv")
    assert _known("29-1141", here).employment.value == 20000
    loaded(tmp_path, WAGES.replace(",20000,", ",22000,"), "oews_may2026.csv")
    assert _known("29-1141", here).employment.value == 22000


def test_a_chart_of_wages_says_the_same_as_its_table(here):
    chart = wage_chart("29-1141", bands_of("29-1141", look_for(["29-1141"], here, newest_releases(here))))
    assert [row.name for row in chart.rows] == ["Redstone, CA", "California", "National"]
    assert chart.rows[0].cells == ["$45.00", "not released", "$60.00", "not released", "$80.00"]
    assert chart.rows[0].middle is None
    left, width = chart.rows[1].wide
    assert round(left + width) == 512  # the highest of all reaches the end
    assert wage_chart("55-1011", bands_of("55-1011", look_for(["55-1011"], here, newest_releases(here)))) is None


def test_what_stands_for_several_occupations_counts_once(cast, here):
    """Two occupations of one program are published under one code."""
    row = enter_program(cast.mesa, ProgramFacts("Lab tech", "associate", cip="51.1004"), by=cast.mesa_wbl)
    found = demand_of(cast.mesa_wbl, read(row))
    assert [line.known.employment.value for line in found.lines] == [2740, 2740]
    assert found.jobs_here == 2740


def test_a_program_without_match_says_so(cast, here):
    row = enter_program(cast.mesa, ProgramFacts("Liberal arts", "associate", cip="24.0101"), by=cast.mesa_wbl)
    found = demand_of(cast.mesa_wbl, read(row))
    assert (found.lead, found.lines, found.jobs_here) == ("no_match", [], None)


def test_a_pathway_adds_what_the_crosswalk_does_not_know(cast, here):
    facts = PathwayFacts("Care", occupations=("29-1141",))
    path = enter_pathway(cast.mesa, facts, by=cast.mesa_wbl)
    program = ProgramFacts("Liberal arts", "associate", cip="24.0101", pathway=path)
    found = demand_of(cast.mesa_wbl, read(enter_program(cast.mesa, program, by=cast.mesa_wbl)))
    assert [(line.known.soc, line.by_pathway) for line in found.lines] == [("29-1141", True)]


def test_a_moved_code_says_what_it_has_become(cast, here):
    row = enter_program(cast.mesa, ProgramFacts("Solar", "certificate", cip="15.0505"), by=cast.mesa_wbl)
    state = demand_of(cast.mesa_wbl, read(row)).code
    assert (state.is_gone, state.successor.code) == (True, "15.1703")
