"""Who sees many shared employers is changed at once: looked at before, told once, undone after (B4)."""

import pytest

from guildhall.employers.models import BulkEdit, Designation, Employer
from guildhall.people.actions.contacts import name_point_of_contact
from guildhall.people.models import Notice
from guildhall.prospects.actions import audiences, excepting
from guildhall.prospects.actions.audiences import Wanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(cast):
    name_point_of_contact(cast.mesa, "directors", cast.mesa_jobs, by=None)
    name_point_of_contact(cast.harbor, "directors", cast.harbor_admin, by=None)
    return [cast.shared(name).employer for name in ("Alder Works", "Birch Works", "Cedar Works")]


def seen_by(person):
    return sorted(one.name.split()[0] for one in Employer.objects.visible_to(person).filter(name__endswith=" Works"))


def keys(rows):
    return [one.pk for one in rows]


def test_many_are_limited_and_opened_again_and_each_person_is_told_once(cast, three):
    excepting.begin_exception(three[0], [cast.mesa], reason="theirs", until=None, by=cast.director)
    Notice.objects.all().delete()
    edit = audiences.change_many(keys(three), Wanted((cast.harbor,), "a trial year"), by=cast.director)
    assert (len(edit.changed), edit.left) == (3, [])
    assert (seen_by(cast.mesa_jobs), seen_by(cast.harbor_admin)) == ([], ["Alder", "Birch", "Cedar"])
    assert {one.person for one in Notice.objects.all()} == {cast.mesa_jobs, cast.harbor_admin}
    assert Notice.objects.count() == 2

    assert audiences.undo_many(edit, by=cast.director) == []
    assert seen_by(cast.mesa_jobs) == ["Alder", "Birch", "Cedar"], "the first one is Mesa's alone again"
    assert seen_by(cast.harbor_admin) == ["Birch", "Cedar"]


def test_whom_the_protocol_says_lifts_what_holds_and_leaves_the_others(cast, three):
    excepting.begin_exception(three[0], [cast.mesa], reason="theirs", until=None, by=cast.director)
    edit = audiences.change_many(keys(three), Wanted((), "the trial is over"), by=cast.director)
    assert (len(edit.changed), len(edit.left)) == (1, 2)
    assert seen_by(cast.harbor_admin) == ["Alder", "Birch", "Cedar"]


def test_what_somebody_changed_since_is_not_undone(cast, three):
    edit = audiences.change_many(keys(three), Wanted((cast.harbor,), "a trial year"), by=cast.director)
    changed = Designation.objects.select_related("employer").get(employer=three[1], ended_at=None)
    excepting.change_exception(changed, [cast.mesa], reason="no, theirs", until=None, by=cast.second)
    [left] = audiences.undo_many(edit, by=cast.director)
    assert left["employer"] == str(three[1].pk)
    assert seen_by(cast.harbor_admin) == ["Alder", "Cedar"]


def test_a_director_looks_at_it_does_it_and_undoes_it_on_the_pages(cast, three):
    client = cast.client(cast.director)
    page = client.post("/exceptions/audience/", {"employer": f"{three[0].pk}:1"})
    assert page.status_code == 200
    ticked = {"employer": [f"{one.pk}:1" for one in three], "audience": "some", "reason": "a trial year"}
    refused = client.post("/exceptions/audience/", {**ticked, "preview": "1"})
    assert "Choose at least one institution." in refused.content.decode()
    ticked["institutions"] = [str(cast.harbor.pk)]
    page = client.post("/exceptions/audience/", {**ticked, "preview": "1"})
    assert "whom the protocol says" in page.content.decode()
    assert not BulkEdit.objects.exists(), "looking changes nothing"
    done = client.post("/exceptions/audience/", {**ticked, "apply": "1"}, follow=True)
    assert seen_by(cast.mesa_jobs) == []
    client.post(f"/exceptions/audience/{done.context['edit'].pk}/undo/")
    assert seen_by(cast.mesa_jobs) == ["Alder", "Birch", "Cedar"]


def test_who_does_not_develop_employers_is_refused(cast, three):
    assert cast.client(cast.mesa_wbl).post("/exceptions/audience/", {"employer": f"{three[0].pk}:1"}).status_code == 403
