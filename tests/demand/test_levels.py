"""Where a figure of an occupation is found, and by what code (D5, STANDARDS 0.3)."""

import pytest

from guildhall.demand.gaps import Finding, Lead, Supply, finding_of, lead_of
from guildhall.demand.levels import BROAD, DETAILED, HYBRID, HYBRIDS, codes_for, first_with, listed_as, spots_for


def test_near_comes_before_far_and_the_occupation_before_its_group():
    spots = [(spot.area, spot.code, spot.level) for spot in spots_for("21-1011", ["here", "state"])]
    of_one = [("21-1011", DETAILED), ("21-1010", BROAD), ("21-1018", HYBRID)]
    assert spots == [(area, *one) for area in ("here", "state") for one in of_one]


def test_the_first_that_has_a_figure_is_taken():
    has = {("here", "29-2010"), ("state", "29-2011")}
    spot = first_with("29-2011", ["here", "state"], lambda one: (one.area, one.code) in has)
    assert (spot.area, spot.code, spot.level) == ("here", "29-2010", BROAD)
    assert first_with("29-2011", ["here"], lambda _one: False) is None


def test_a_broad_code_is_not_asked_twice():
    assert codes_for("29-2010") == (("29-2010", DETAILED),)


@pytest.mark.parametrize("hybrid", HYBRIDS)
def test_every_joint_code_stands_for_several(hybrid):
    assert len(HYBRIDS[hybrid]) > 1
    assert all(codes_for(code)[-1] == (hybrid, HYBRID) for code in HYBRIDS[hybrid])


def test_an_occupation_stands_on_a_list_as_it_is_published():
    assert listed_as("29-2011", {"29-2010"}) == "29-2010"
    assert listed_as("21-1014", {"21-1018"}) == "21-1018"
    assert listed_as("29-2011", {"29-2011", "29-2010"}) == "29-2011"
    assert listed_as("29-2011", set()) == "29-2011"


@pytest.mark.parametrize(("supply", "finding"), [
    (Supply(), Finding.BUILD), (Supply(0, 3, 5, True), Finding.BUILD), (Supply(2), Finding.ASK),
    (Supply(2, 1), Finding.OFFER), (Supply(2, 1, 4), Finding.USE), (Supply(2, 1, 4, True), Finding.COVERED),
])  # fmt: skip
def test_the_first_thing_that_is_missing_is_said(supply, finding):
    """D7"""
    assert finding_of(supply) == finding


@pytest.mark.parametrize(("coded", "occupations", "hits", "lead"), [
    (False, 0, 0, Lead.NO_CODE), (True, 0, 0, Lead.NO_MATCH), (True, 3, 0, Lead.NOWHERE), (True, 3, 1, Lead.SOMEWHERE),
    (False, 2, 1, Lead.SOMEWHERE),
])  # fmt: skip
def test_where_a_program_leads(coded, occupations, hits, lead):
    assert lead_of(coded=coded, occupations=occupations, in_demand=hits) == lead
