"""Who puts an institution where in the tree: whoever stands above sees what stands below."""

import pytest

from guildhall.lib.verdicts import Refused
from guildhall.people.actions.institutions import change_institution, found
from guildhall.people.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_regions(cast):
    """A second region under one agency; the first one's administrator has no role above it."""
    agency = found("State Agency", "agency", parent=None, by=None, code="AGY")
    cast.other = found("Other Region", "region", parent=agency, by=None, code="OTH")
    cast.other_college = found("Other College", "college", parent=cast.other, by=None, code="OTC")
    own = found("Own Region", "region", parent=agency, by=None, code="OWN")
    cast.own_college = found("Own College", "college", parent=own, by=None, code="OWC")
    cast.add("own_admin", Role.REGION_ADMINISTRATOR, own)
    cast.own = own
    return cast


@pytest.mark.parametrize("parent", ["other_college", "other", None])
def test_nobody_moves_an_institution_to_where_they_administer_nothing(two_regions, parent):
    """What stands under a college sees what the college's own people see."""
    college, where = two_regions.own_college, getattr(two_regions, parent) if parent else None
    with pytest.raises(Refused):
        change_institution(college, {"parent": where}, version=1, by=two_regions.own_admin)
    with pytest.raises(Refused):
        found("A new one", "college", parent=where, by=two_regions.own_admin)
    college.refresh_from_db()
    assert college.parent == two_regions.own


def test_within_ones_own_region_it_moves(two_regions):
    """The control."""
    second = found("Second College", "college", parent=two_regions.own, by=two_regions.own_admin)
    change_institution(second, {"parent": two_regions.own_college}, version=1, by=two_regions.own_admin)
    assert two_regions.own_college.pk in second.__class__.objects.get(pk=second.pk).lineage


def test_a_region_beside_the_territory_does_not_open_its_settings(two_regions):
    assert two_regions.client(two_regions.own_admin).get("/settings/").status_code == 403
