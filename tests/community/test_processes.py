"""Maps of the region, refined by colleges (B18, B19, B22)."""

import pytest
from django.urls import reverse

from guildhall.community.actions import processes as actions
from guildhall.community.destinations import DESTINATIONS
from guildhall.community.models import ProcessMap
from guildhall.community.queries import places_to_refine, steps
from guildhall.lib.verdicts import Conflict, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(cast):
    """A map of the region with three steps, published."""
    row = actions.begin_map("From lead to placement", "One way for all.", institution=cast.region, by=cast.director)
    for title in ("Call", "Vet", "Place"):
        values = {"title": title, "who": "WBL coordinator", "text": "", "destination": "employers"}
        actions.save_step(row, values, step=None, version=0, by=cast.director)
    row.refresh_from_db()
    cast.map = actions.publish_map(row, on=True, version=row.version, by=cast.director)
    return cast


def titles(cast):
    return [step.title for step in steps(cast.map, cast.mesa_wbl)]


def test_every_destination_is_a_page():
    for name in DESTINATIONS:
        assert reverse(name)


def test_steps_keep_their_order(drawn):
    found = steps(drawn.map, drawn.mesa_wbl)
    actions.move_step(found[2], True, by=drawn.director)
    assert titles(drawn) == ["Call", "Place", "Vet"]
    actions.move_step(found[0], True, by=drawn.director)  # the first stays the first
    assert titles(drawn) == ["Call", "Place", "Vet"]
    actions.remove_step(found[2], by=drawn.director)
    actions.save_step(drawn.map, {"title": "Ask"}, step=None, version=0, by=drawn.director)
    assert titles(drawn) == ["Call", "Vet", "Ask"]


def test_a_college_refines_a_step_and_the_region_keeps_its_own(drawn):
    step = steps(drawn.map, drawn.mesa_wbl)[1]
    told = {"institution": drawn.mesa, "by": drawn.mesa_admin}
    actions.refine(step, "Two of us", "On Mondays.", version=0, **told)
    with pytest.raises(Conflict):
        actions.refine(step, "", "On Fridays.", version=0, **told)
    page = drawn.client(drawn.harbor_wbl).get(f"/processes/{drawn.map.pk}/").content.decode()
    assert "On Mondays." in page  # colleges learn from each other
    assert "WBL coordinator" in page
    actions.refine(step, "", " ", version=1, **told)
    assert "On Mondays." not in drawn.client(drawn.harbor_wbl).get(f"/processes/{drawn.map.pk}/").content.decode()


def test_ones_own_way_comes_first(drawn):
    step = steps(drawn.map, drawn.mesa_wbl)[0]
    for place, by in ((drawn.harbor, drawn.harbor_admin), (drawn.mesa, drawn.mesa_admin)):
        actions.refine(step, "", f"As at {place}.", version=0, institution=place, by=by)
    for who, place in ((drawn.mesa_wbl, drawn.mesa), (drawn.harbor_wbl, drawn.harbor)):
        assert steps(drawn.map, who)[0].refined[0].institution == place


def test_who_refines_where(drawn):
    assert places_to_refine(drawn.mesa_admin, drawn.map) == [drawn.mesa]
    assert places_to_refine(drawn.mesa_wbl, drawn.map) == []
    step = steps(drawn.map, drawn.mesa_wbl)[0]
    with pytest.raises(Refused):
        actions.refine(step, "", "Ours now.", institution=drawn.harbor, version=0, by=drawn.mesa_admin)
    with pytest.raises(Refused, match="above"):
        actions.refine(step, "", "Its own.", institution=drawn.region, version=0, by=drawn.director)


def test_a_draft_is_seen_by_its_writers(drawn):
    row = actions.begin_map("Ours", "", institution=drawn.mesa, by=drawn.mesa_admin)
    with pytest.raises(Refused, match="without steps"):
        actions.publish_map(row, on=True, version=row.version, by=drawn.mesa_admin)
    assert row in ProcessMap.objects.visible_to(drawn.mesa_admin)
    assert row in ProcessMap.objects.visible_to(drawn.director)
    assert row not in ProcessMap.objects.visible_to(drawn.mesa_wbl)
    assert row not in ProcessMap.objects.visible_to(drawn.harbor_admin)


def test_a_step_leads_to_its_page(drawn):
    page = drawn.client(drawn.mesa_wbl).get(f"/processes/{drawn.map.pk}/").content.decode()
    assert " ".join(page.split()).count('class="button small" href="/employers/"') == 3
