"""Places at each of several sites: named by the student, never given twice, waited for apart (B1, B13)."""

import pytest

from guildhall.employers.actions.editing import save_site
from guildhall.lib.verdicts import Refused
from guildhall.opportunities.actions.siting import At
from guildhall.placements.actions import applying, moving
from guildhall.placements.actions.accepting import accept
from guildhall.placements.actions.changing import change_plan
from guildhall.placements.actions.planning import Plan
from guildhall.placements.models import Application, Placement
from tests.opportunities.offers import posted
from tests.placements.placed import placed, states, student

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast):
    """One place downtown, and two in the valley."""
    cast.kestrel = cast.shared("Kestrel Aerospace", city="San Diego", state="CA", zip="92101").employer
    values = {"street": "1 Main St", "city": "El Centro", "state": "CA", "zip": "92243"}
    save_site(cast.kestrel, values, by=cast.mesa_wbl)
    cast.downtown, cast.valley = (cast.kestrel.sites.get(city=city) for city in ("San Diego", "El Centro"))
    at = (At(cast.downtown, 1), At(cast.valley, 2))
    cast.row = posted(cast, cast.kestrel, title="Interns", site=cast.downtown, at=at)
    return cast


def at_site(cast, name, site):
    """A student who wants a place at a site, is offered one and accepts."""
    row = applying.apply(student(cast, name), cast.row, site=site.pk, by=cast.mesa_wbl)
    return accept(applying.offer(row, by=cast.mesa_wbl), by=cast.mesa_wbl)


def test_a_site_gives_no_more_places_than_it_has(two):
    cast = two
    assert at_site(cast, "Ana", cast.downtown).site == cast.downtown
    assert at_site(cast, "Ben", cast.downtown) is None, "downtown is full, though the valley is not"
    assert at_site(cast, "Cleo", cast.valley).site == cast.valley
    assert placed(cast, student(cast, "Dan"), cast.row).site == cast.valley, "wherever there is a place"
    assert placed(cast, student(cast, "Eve"), cast.row) is None
    assert states(cast.row) == {
        "Ana": "accepted",
        "Ben": "waiting",
        "Cleo": "accepted",
        "Dan": "accepted",
        "Eve": "waiting",
    }


def test_a_place_that_frees_goes_to_whoever_waits_for_that_site(two):
    cast = two
    at_site(cast, "Ana", cast.downtown)
    at_site(cast, "Ben", cast.downtown)
    cleo = at_site(cast, "Cleo", cast.valley)
    at_site(cast, "Dan", cast.valley)
    at_site(cast, "Eve", cast.valley)
    moving.withdraw_placement(cleo, "moved away", by=cast.mesa_wbl)
    assert states(cast.row)["Eve"] == "accepted"
    assert states(cast.row)["Ben"] == "waiting", "first in turn, but for another site"
    assert Placement.objects.get(registration__given_name="Eve").site == cast.valley


def test_a_site_of_another_offer_is_refused(two):
    other = two.shared("Tern Composites", city="Santee", state="CA", zip="92071").employer.sites.get()
    with pytest.raises(Refused, match="not offered at this site"):
        applying.apply(student(two, "Ana"), two.row, site=other.pk, by=two.mesa_wbl)


def to(placement, site):
    """What was agreed, at another site."""
    row = Placement.objects.get(pk=placement.pk)
    plan = Plan(row.employer, row.kind, row.title, row.opportunity, site)
    return row, {"plan": plan, "version": row.version}


def test_who_has_a_place_moves_only_to_a_site_that_has_one(two):
    cast = two
    at_site(cast, "Ana", cast.downtown)
    ben = at_site(cast, "Ben", cast.valley)
    row, more = to(ben, cast.downtown)
    with pytest.raises(Refused, match="at this site are taken"):
        change_plan(row, **more, by=cast.mesa_wbl)
    assert Placement.objects.get(pk=ben.pk).site == cast.valley


def test_the_place_that_somebody_leaves_goes_to_who_waits_for_that_site(two):
    cast = two
    ana = at_site(cast, "Ana", cast.downtown)
    assert at_site(cast, "Ben", cast.downtown) is None
    row, more = to(ana, cast.valley)
    change_plan(row, **more, by=cast.mesa_wbl)
    assert states(cast.row)["Ben"] == "accepted"
    assert Placement.objects.get(registration__given_name="Ben").site == cast.downtown


def test_the_staff_says_at_which_site(two):
    row = applying.refer(student(two, "Ana"), two.row, site=two.valley.pk, by=two.mesa_wbl)
    assert row.site == two.valley
    page = two.client(two.mesa_wbl).get(f"/opportunities/{two.row.pk}/refer/").content.decode()
    assert "El Centro" in page
    ben = student(two, "Ben")
    sent = {"registration": ben.pk, "site": two.downtown.pk}
    assert two.client(two.mesa_wbl).post(f"/opportunities/{two.row.pk}/refer/", sent).status_code == 302
    assert Application.objects.get(registration=ben).site == two.downtown
    listed = two.client(two.mesa_wbl)
    cleo = student(two, "Cleo")
    assert "wherever there is a place" in listed.get(f"/students/{cleo.pk}/refer/").content.decode()
    listed.post(f"/students/{cleo.pk}/refer/", {"opportunity": two.row.pk, "site": two.valley.pk})
    assert Application.objects.get(registration=cleo).site == two.valley
