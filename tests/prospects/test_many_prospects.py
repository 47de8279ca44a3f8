"""Many prospects changed at once: stage and owner, each by its own rule (A7)."""

import pytest

from guildhall.employers.models import BulkEdit
from guildhall.prospects.actions import bulk, developing
from guildhall.prospects.actions.bulk import Wanted
from guildhall.prospects.models import Prospect

pytestmark = pytest.mark.django_db


@pytest.fixture
def leads(cast):
    return [cast.prospect(name) for name in ("Alder", "Birch")] + [cast.vetted("Cedar")]


def versions(rows):
    return {one.pk: Prospect.objects.get(pk=one.pk).version for one in rows}


def stages(rows):
    return [Prospect.objects.get(pk=one.pk).stage for one in rows]


def test_each_moves_by_its_own_rule_and_is_back_where_it_was(cast, leads):
    before = stages(leads)
    wanted = Wanted(stage="ready", owner=cast.second, sets_owner=True)
    edit = bulk.change_many(versions(leads), wanted, by=cast.director)
    assert stages(leads) == ["lead", "lead", "ready"]
    assert {"Ready comes after vetting" in one["why"] for one in edit.left} == {True}
    assert Prospect.objects.get(pk=leads[0].pk).owner is None, "what is refused is refused whole"
    assert Prospect.objects.get(pk=leads[2].pk).owner == cast.second
    assert bulk.undo_many(edit, by=cast.director) == []
    assert stages(leads) == before
    assert Prospect.objects.get(pk=leads[2].pk).owner is None


def test_parking_says_why_and_comes_back(cast, leads):
    edit = bulk.change_many(versions(leads[:2]), Wanted(stage="parked", reason="closed for winter"), by=cast.director)
    assert stages(leads[:2]) == ["parked", "parked"]
    row = Prospect.objects.select_related("employer").get(pk=leads[0].pk)
    developing.move(row, "developing", by=cast.director)
    left = bulk.undo_many(edit, by=cast.director)
    assert [one["employer"] for one in left] == [str(leads[0].pk)]
    assert stages(leads[:2]) == ["developing", "lead"]


def test_the_pages_show_change_and_undo(cast, leads):
    client = cast.client(cast.director)
    assert client.get("/crm/list/").content.decode().count('name="employer"') == 3
    chosen = {"employer": [f"{pk}:{version}" for pk, version in versions(leads).items()], "owner": ""}
    told = client.post("/crm/bulk/", chosen | {"stage": "parked", "preview": "1"}).content.decode()
    assert "Say why" in told
    shown = client.post("/crm/bulk/", chosen | {"stage": "developing", "preview": "1"}).content.decode()
    assert "Developing" in shown
    assert stages(leads[:1]) == ["lead"]
    client.post("/crm/bulk/", chosen | {"stage": "developing", "apply": "1"})
    assert set(stages(leads)) == {"developing"}
    page = client.post(f"/crm/bulk/{BulkEdit.objects.get().pk}/undo/", follow=True).content.decode()
    assert "as they were" in page
    assert stages(leads[:1]) == ["lead"]


def test_nobody_else_changes_or_finds_them(cast, leads):
    client = cast.client(cast.mesa_wbl)
    assert client.post("/crm/bulk/", {"employer": f"{leads[0].pk}:1", "stage": "parked"}).status_code == 403
    edit = bulk.change_many(versions(leads[:1]), Wanted(stage="contacted"), by=cast.director)
    assert cast.client(cast.second).get(f"/crm/bulk/{edit.pk}/").status_code == 404
    assert cast.client(cast.director).get(f"/employers/bulk/{edit.pk}/").status_code == 404
