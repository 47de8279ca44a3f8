"""Lists of high demand: proposed by figures, changed with reasons, approved by somebody, in force by days (D5)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from guildhall.audit.models import Entry
from guildhall.demand.actions import lists
from guildhall.demand.actions.lists import Terms
from guildhall.demand.models import DemandList
from guildhall.demand.queries.lists import contents_of, in_demand, list_in_force
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from tests.demand.published import WAGES, loaded, published

WELL_PAID = Terms("Pays a living wage.", wage_floor=Decimal("30.00"))


@pytest.fixture
def here(cast, tmp_path):
    published(tmp_path, cast.region)
    return cast


def fresh(row):
    return DemandList.objects.select_related("institution").get(pk=row.pk)


def drafted(cast, terms=WELL_PAID, *, by=None, place=None):
    """A draft on which stands what meets its criteria."""
    row = lists.begin_list(place or cast.region, terms, by=by or cast.director)
    lists.propose(row, version=row.version, by=by or cast.director)
    return fresh(row)


def approved(cast, terms=WELL_PAID, *, starts_on=None, **more):
    row = drafted(cast, terms, **more)
    by = more.get("by") or cast.director
    return lists.approve(row, starts_on or clock.today(), "Board", version=row.version, by=by)


def codes(row):
    return set(row.occupations.standing().values_list("soc", flat=True))


@pytest.mark.parametrize(("terms", "found"), [
    (WELL_PAID, {"29-1141", "29-2010", "25-2052", "29-1212"}),  # also by the year, and "or more"
    (Terms(wage_floor=Decimal("30.66")), {"29-1141", "29-2010", "25-2052", "29-1212"}),
    (Terms(wage_floor=Decimal("30.67")), {"29-1141", "25-2052", "29-1212"}),
    (Terms(employment_floor=2740), {"29-1141", "29-2010", "21-1018"}),
    (Terms(openings_floor=1000), {"29-1141"}),  # by the share of the jobs here, not the nation's own number
    (Terms(growth_floor=Decimal("2.9")), {"29-1141", "29-2010"}),  # of the others no growth is published
    (Terms(education=("Bachelor's degree",), wage_floor=Decimal(40)), {"29-1141"}),
    (Terms(growth_floor=Decimal(99)), set()),
])  # fmt: skip
def test_figures_propose_what_meets_every_criterion(here, terms, found):
    """What was published nowhere meets no criterion; headings of groups are no occupations."""
    assert codes(drafted(here, terms)) == found


def test_the_figures_that_were_judged_by_stay_with_the_list(here, tmp_path):
    row = drafted(here)
    loaded(tmp_path, WAGES.replace(",20000,", ",99,"), "oews_may2026.csv")
    basis = row.occupations.get(soc="29-1141").basis
    assert (basis["employment"]["value"], basis["employment"]["area"]) == (20000, "Redstone, CA")
    assert basis["wage"] == {"value": "60.00", "area": "Redstone, CA", "level": "detailed", "code": "29-1141",
                             "at_least": False, "per": "hour"}  # fmt: skip
    assert row.wages.period == "May 2025"


def test_what_somebody_decided_outlasts_another_proposal(here):
    row = drafted(here)
    lists.add_occupation(row, "47-2231", "Solar installers", "the port plans an array", by=here.director)
    lists.take_off(row.occupations.get(soc="29-1212"), "no program of two years", by=here.director)
    row = fresh(row)
    lists.propose(row, version=row.version, by=here.director)
    assert codes(row) == {"29-1141", "29-2010", "25-2052", "47-2231"}
    added, off = (row.occupations.get(soc=soc) for soc in ("47-2231", "29-1212"))
    assert (added.how, added.reason, added.by) == ("added", "the port plans an array", here.director)
    assert (off.taken_off, off.reason) == (True, "no program of two years")
    lists.add_occupation(row, "29-1212", "", "the hospital asked", by=here.second)
    assert "29-1212" in codes(row)


def test_every_hand_has_a_reason(here):
    row = drafted(here)
    with pytest.raises(Refused, match="why"):
        lists.add_occupation(row, "47-2231", "Solar", "  ", by=here.director)
    with pytest.raises(Refused, match="why"):
        lists.take_off(row.occupations.get(soc="29-1212"), "", by=here.director)
    with pytest.raises(Refused, match="already"):
        lists.add_occupation(row, "29-1141", "Nurses", "twice", by=here.director)


def test_without_criteria_or_figures_nothing_is_proposed(cast):
    row = lists.begin_list(cast.region, Terms("As the board says."), by=cast.director)
    with pytest.raises(Refused, match="at least one criterion"):
        lists.propose(row, version=row.version, by=cast.director)
    row = lists.change_list(row, WELL_PAID, version=fresh(row).version, by=cast.director)
    with pytest.raises(Refused, match="No figures"):
        lists.propose(row, version=row.version, by=cast.director)
    with pytest.raises(Refused, match="Nothing is on it"):
        lists.approve(row, clock.today(), "", version=row.version, by=cast.director)


def test_a_list_is_in_force_from_the_day_it_is_approved_for(here):
    """M11: which occupations were in demand on a day."""
    today = clock.today()
    row = approved(here, starts_on=today - timedelta(30))
    assert (row.approved_by, row.decision) == (here.director, "Board")
    assert in_demand(here.mesa, today - timedelta(31)) == {}
    assert set(in_demand(here.mesa, today - timedelta(30))) == codes(row)
    later = approved(here, Terms(openings_floor=1000), starts_on=today + timedelta(10))
    first = fresh(row)
    assert first.ends_on == today + timedelta(9)
    assert list_in_force(here.mesa).row == first
    assert list_in_force(here.mesa, today + timedelta(10)).row == later
    assert set(in_demand(here.mesa, today + timedelta(10))) == {"29-1141"}


def test_the_nearest_list_holds(here):
    approved(here)
    own = approved(here, Terms(openings_floor=1000), by=here.mesa_wbl, place=here.mesa)
    assert list_in_force(here.mesa).row == own
    assert list_in_force(here.harbor).row.institution == here.region


def test_what_is_decided_stands(here):
    row = approved(here)
    for act in (
        lambda: lists.change_list(row, WELL_PAID, version=row.version, by=here.director),
        lambda: lists.propose(row, version=row.version, by=here.director),
        lambda: lists.add_occupation(row, "47-2231", "Solar", "why not", by=here.director),
        lambda: lists.take_off(row.occupations.first(), "why not", by=here.director),
        lambda: lists.approve(row, clock.today(), "", version=row.version, by=here.director),
    ):
        with pytest.raises(Refused, match="decided"):
            act()


def test_the_next_version_begins_from_this_one_and_says_what_changed(here):
    row = approved(here, starts_on=clock.today() - timedelta(9))
    made = lists.begin_from(row, by=here.second)
    with pytest.raises(Refused, match="drawn up already"):
        lists.begin_list(here.region, WELL_PAID, by=here.second)
    assert (made.number, made.wage_floor, codes(made)) == (2, Decimal("30.00"), codes(row))
    lists.take_off(made.occupations.get(soc="29-1212"), "too few", by=here.second)
    lists.add_occupation(made, "47-2231", "Solar", "many asked", by=here.second)
    found = contents_of(fresh(made))
    assert (found.came, [one.soc for one in found.went]) == ({"47-2231"}, ["29-1212"])
    assert codes(row) >= {"29-1212"}, "the version before stays as it was"


def test_versions_follow_one_another(here):
    approved(here)
    row = drafted(here)
    with pytest.raises(Refused, match="later day"):
        lists.approve(row, clock.today(), "", version=row.version, by=here.director)


def test_a_list_can_end_without_another(here):
    row = approved(here, starts_on=clock.today() - timedelta(30))
    with pytest.raises(Refused, match="before it begins"):
        lists.end_list(row, clock.today() - timedelta(31), "funding", version=row.version, by=here.director)
    lists.end_list(row, clock.today() - timedelta(1), "funding is over", version=row.version, by=here.director)
    assert list_in_force(here.region).row is None
    assert fresh(row).mark[2] == "Over"


def test_the_second_of_two_editors_is_told(here):
    row = drafted(here)
    lists.change_list(row, Terms(openings_floor=1), version=row.version, by=here.director)
    with pytest.raises(Conflict):
        lists.change_list(row, Terms(openings_floor=2), version=row.version, by=here.second)
    with pytest.raises(Conflict):
        lists.approve(row, clock.today(), "", version=row.version, by=here.second)


def test_who_keeps_a_list(here):
    with pytest.raises(Refused):
        lists.begin_list(here.region, WELL_PAID, by=here.mesa_wbl)
    with pytest.raises(Refused):
        lists.begin_list(here.mesa, WELL_PAID, by=here.mesa_instructor)
    row = drafted(here)
    with pytest.raises(Refused):
        lists.approve(row, clock.today(), "", version=row.version, by=here.mesa_wbl)


def test_the_journal_has_who_decided_what(here):
    row = approved(here)
    verbs = list(Entry.objects.filter(object_id=str(row.pk)).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["begin demand list", "propose occupations", "approve demand list"]
    assert DemandList.objects.visible_to(here.mesa_student).count() == 0
