"""Maps of the region, refined by colleges (B18, B19, B22)."""

import pytest
from django.urls import reverse

from guildhall.community.actions import processes as actions
from guildhall.community.destinations import DESTINATIONS
from guildhall.community.models import ProcessMap
from guildhall.community.queries import mapping, places_to_refine
from guildhall.community.queries.participation import participation
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.stewardship.queries.handing import open_work

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


def steps(row):
    return list(row.steps.all())


def titles(cast):
    return [step.title for step in steps(cast.map)]


def test_every_destination_is_a_page():
    for name in DESTINATIONS:
        assert reverse(name)


def test_steps_keep_their_order(drawn):
    found = steps(drawn.map)
    actions.move_step(found[2], True, by=drawn.director)
    assert titles(drawn) == ["Call", "Place", "Vet"]
    actions.move_step(found[0], True, by=drawn.director)  # the first stays the first
    assert titles(drawn) == ["Call", "Place", "Vet"]
    actions.remove_step(found[2], by=drawn.director)
    actions.save_step(drawn.map, {"title": "Ask"}, step=None, version=0, by=drawn.director)
    assert titles(drawn) == ["Call", "Vet", "Ask"]


def test_a_college_refines_a_step_and_the_region_keeps_its_own(drawn):
    step = steps(drawn.map)[1]
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
    step = steps(drawn.map)[0]
    for place, by in ((drawn.harbor, drawn.harbor_admin), (drawn.mesa, drawn.mesa_admin)):
        actions.refine(step, "", f"As at {place}.", version=0, institution=place, by=by)
    for who, place in ((drawn.mesa_wbl, drawn.mesa), (drawn.harbor_wbl, drawn.harbor)):
        assert mapping.shown_steps(mapping.content_of(drawn.map), who)[0].refined[0].institution == place


def test_who_refines_where(drawn):
    assert places_to_refine(drawn.mesa_admin, drawn.map) == [drawn.mesa]
    assert places_to_refine(drawn.mesa_wbl, drawn.map) == []
    step = steps(drawn.map)[0]
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


def branch(cast, source, target, condition):
    found = steps(cast.map)
    return actions.branch(found[source], found[target], condition, by=cast.director)


def published(cast):
    cast.map.refresh_from_db()
    cast.map = actions.publish_map(cast.map, on=True, version=cast.map.version, by=cast.director)


def test_a_step_branches_on_conditions(drawn):
    branch(drawn, 1, 2, "all criteria met")
    back = branch(drawn, 1, 0, "something is missing")
    page = drawn.client(drawn.director).get(f"/processes/{drawn.map.pk}/").content.decode()
    assert "something is missing: go to 1, Call" in page
    assert "all criteria met: go to 3, Place" in page
    assert page.count('class="way"') == 3
    actions.unbranch(back, by=drawn.director)
    page = drawn.client(drawn.director).get(f"/processes/{drawn.map.pk}/").content.decode()
    assert "something is missing" not in page
    other = actions.begin_map("Another", "", institution=drawn.region, by=drawn.director)
    step = actions.save_step(other, {"title": "Alone"}, step=None, version=0, by=drawn.director)
    for source, target in ((step, step), (step, steps(drawn.map)[0])):
        with pytest.raises(Refused, match="same map"):
            actions.branch(source, target, "always", by=drawn.director)


def test_publishing_makes_a_version_and_readers_keep_the_last_one(drawn):
    address = f"/processes/{drawn.map.pk}/"
    actions.save_step(steps(drawn.map)[0].map, {"title": "Thank"}, step=None, version=0, by=drawn.director)
    assert "Thank" not in drawn.client(drawn.mesa_wbl).get(address).content.decode()
    writing = drawn.client(drawn.director).get(address).content.decode()
    assert "Thank" in writing
    assert "colleagues read the version before" in writing
    published(drawn)
    assert "Thank" in drawn.client(drawn.mesa_wbl).get(address).content.decode()
    published(drawn)
    assert list(drawn.map.editions.values_list("number", flat=True)) == [2, 1], "nothing changed: no version"
    first = drawn.client(drawn.mesa_wbl).get(f"{address}versions/1/").content.decode()
    assert "Thank" not in first
    second = " ".join(drawn.client(drawn.mesa_wbl).get(f"{address}versions/2/").content.decode().split())
    assert "New step: <strong>Thank</strong>" in second
    assert drawn.client(drawn.mesa_wbl).get(f"{address}versions/3/").status_code == 404


def test_what_changed_is_named(drawn):
    before = mapping.content_of(drawn.map)
    first, _second, third = steps(drawn.map)
    actions.save_step(drawn.map, {"title": "Ring"}, step=first, version=first.version, by=drawn.director)
    branch(drawn, 1, 0, "no answer")
    actions.move_step(third, True, by=drawn.director)
    kinds = {(c.kind, c.title) for c in mapping.changes(before, mapping.content_of(drawn.map))}
    assert kinds == {("words", "Ring"), ("ways", "Vet"), ("moved", "Vet"), ("moved", "Place")}
    assert mapping.same(before, before), "the control"


def test_systems_are_named_and_connected(drawn):
    first, second, _third = steps(drawn.map)
    for step, names in ((first, "Guildhall, paper"), (second, "Student system")):
        actions.save_step(drawn.map, {"systems": names}, step=step, version=step.version, by=drawn.director)
    client, address = drawn.client(drawn.director), f"/processes/{drawn.map.pk}/connections/"
    client.post(address, {"source": "paper", "target": "Student system", "carries": "names, by hand"})
    same = client.post(address, {"source": "paper", "target": "paper", "carries": "nothing"})
    assert "another system" in same.content.decode()
    made = drawn.map.connections.get()
    published(drawn)
    assert "names, by hand" in drawn.client(drawn.mesa_wbl).get(f"/processes/{drawn.map.pk}/").content.decode()
    client.post(f"{address}{made.pk}/remove/")
    assert not drawn.map.connections.exists()


def test_a_step_leads_to_another_map_that_its_reader_sees(drawn):
    inside = actions.begin_map("Ours alone", "", internal=True, institution=drawn.mesa, by=drawn.mesa_admin)
    ours = actions.begin_map("Ours", "", institution=drawn.mesa, by=drawn.mesa_admin)
    actions.save_step(inside, {"title": "Go"}, step=None, version=0, by=drawn.mesa_admin)
    actions.save_step(ours, {"title": "Go on", "leads_to": inside}, step=None, version=0, by=drawn.mesa_admin)
    for row in (inside, ours):
        row.refresh_from_db()
        actions.publish_map(row, on=True, version=row.version, by=drawn.mesa_admin)
    assert "Ours alone" in drawn.client(drawn.mesa_wbl).get(f"/processes/{ours.pk}/").content.decode()
    assert "Ours alone" not in drawn.client(drawn.harbor_wbl).get(f"/processes/{ours.pk}/").content.decode()


def test_a_map_has_somebody_who_keeps_it_current(drawn):
    """A handover finds it there (P10)."""
    assert drawn.map.keeper == drawn.director
    told = {"keeper": drawn.mesa_wbl, "version": drawn.map.version, "by": drawn.director}
    row = actions.change_map(drawn.map, drawn.map.title, "", **told)
    assert row.keeper == drawn.mesa_wbl
    drawn.map.refresh_from_db()
    assert any(one.duty.name == "community.processmap.keeper" for one in open_work(drawn.mesa_wbl))


def test_who_has_documented_their_way_is_seen(drawn):
    actions.refine(steps(drawn.map)[0], "", "As at Mesa.", version=0, institution=drawn.mesa, by=drawn.mesa_admin)
    parts = {part.institution: part for part in participation(drawn.director)}
    assert (parts[drawn.mesa].refined, parts[drawn.mesa].documented) == (1, True)
    assert not parts[drawn.harbor].documented
    assert "nothing yet" in drawn.client(drawn.director).get("/community/participation/").content.decode()
