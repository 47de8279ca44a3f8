"""Many employers changed at once: each by its own rule, looked at before, undone after."""

import pytest

from guildhall.audit.models import Entry
from guildhall.employers.actions import bulk, editing
from guildhall.employers.actions.bulk import Wanted
from guildhall.employers.models import BulkEdit, Employer
from guildhall.lib.verdicts import Refused
from guildhall.outbox.models import OutgoingEmail
from guildhall.prospects.actions import promoting

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(cast):
    """Two that Mesa may change, and one that is shared with Harbor alone."""
    rows = [cast.shared(name, tags=["fair"]).employer for name in ("Alder", "Birch")]
    ready = cast.ready("Cedar")
    promoting.promote(ready, by=cast.director, audience=[cast.harbor], reason="asked for")
    return [Employer.objects.get(pk=one.pk) for one in (*rows, ready.employer)]


def versions(rows):
    return {one.pk: Employer.objects.get(pk=one.pk).version for one in rows}


def facts(one):
    row = Employer.objects.get(pk=one.pk)
    return row.owner, sorted(row.tags.values_list("name", flat=True))


def test_each_is_changed_by_its_own_rule_and_what_stays_is_named(cast, three):
    wanted = Wanted(owner=cast.mesa_jobs, sets_owner=True, add=("tour",), remove=("fair",))
    edit = bulk.change_many(versions(three), wanted, by=cast.mesa_wbl)
    assert [facts(one) for one in three[:2]] == [(cast.mesa_jobs, ["tour"])] * 2
    assert facts(three[2]) == (None, [])
    assert [(one["employer"], "not shared with" in one["why"]) for one in edit.left] == [(str(three[2].pk), True)]
    assert Entry.objects.filter(verb="own").count() == 2, "the journal says each"


def test_what_says_so_already_and_what_was_changed_meanwhile_stay(cast, three):
    known = versions(three[:2])
    editing.own(three[1], cast.mesa_cases, by=cast.mesa_wbl)
    edit = bulk.change_many(known, Wanted(add=("fair",)), by=cast.mesa_wbl)
    assert sorted(one["why"] for one in edit.left) == ["It says so already.", "Somebody changed it meanwhile."]
    assert edit.changed == []


def test_a_preview_writes_nothing(cast, three):
    before = [facts(one) for one in three], Entry.objects.count()
    known = versions(three)
    edit = bulk.foreseen(lambda: bulk.change_many(known, Wanted(add=("tour",)), by=cast.mesa_wbl))
    assert len(edit.changed) == 2
    assert ([facts(one) for one in three], Entry.objects.count()) == before
    assert BulkEdit.objects.count() == 0


def test_undoing_puts_back_what_nobody_changed_since(cast, three):
    wanted = Wanted(owner=cast.mesa_jobs, sets_owner=True, add=("tour",), remove=("fair",))
    edit = bulk.change_many(versions(three[:2]), wanted, by=cast.mesa_wbl)
    editing.own(three[0], cast.mesa_cases, by=cast.mesa_wbl)
    row = Employer.objects.get(pk=three[1].pk)
    editing.change_employer(row, {}, tags=["tour", "night"], version=row.version, by=cast.mesa_wbl)
    left = bulk.undo_many(edit, by=cast.mesa_wbl)
    assert [(one["employer"], "another owner since" in one["why"]) for one in left] == [(str(three[0].pk), True)]
    assert facts(three[1]) == (None, ["fair", "night"]), "what was added since stays"
    with pytest.raises(Refused, match="undone already"):
        bulk.undo_many(edit, by=cast.mesa_wbl)
    with pytest.raises(BulkEdit.DoesNotExist):
        bulk.undo_many(edit, by=cast.director)


def test_too_many_are_refused(cast, three, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    with pytest.raises(Refused, match="At most 2"):
        bulk.change_many(versions(three), Wanted(add=("tour",)), by=cast.mesa_wbl)


def test_the_pages_show_change_and_undo(cast, three):
    client = cast.client(cast.mesa_wbl)
    page = client.get("/employers/").content.decode()
    assert page.count('name="employer"') == 2
    assert "Change all 2" in page
    chosen = {"employer": [f"{pk}:{version}" for pk, version in versions(three).items()]}
    first = client.post("/employers/bulk/", chosen).content.decode()
    assert "2 records are chosen" in first, "the one that is hidden is not counted"
    said = chosen | {"owner": str(cast.mesa_jobs.pk), "add": "tour, night"}
    shown = client.post("/employers/bulk/", said | {"preview": "1"}).content.decode()
    assert "Change 2 records" in shown
    assert "fair, night, tour" in shown
    assert facts(three[0])[0] is None
    done = client.post("/employers/bulk/", said | {"apply": "1"}, follow=True).content.decode()
    assert "2 records were changed" in done
    assert facts(three[0]) == (cast.mesa_jobs, ["fair", "night", "tour"])
    edit = BulkEdit.objects.get()
    undone = client.post(f"/employers/bulk/{edit.pk}/undo/", follow=True).content.decode()
    assert "2 records are as they were" in undone
    assert facts(three[0]) == (None, ["fair"])


def test_all_that_the_filter_shows_are_meant(cast, three):
    client = cast.client(cast.mesa_wbl)
    page = client.post("/employers/bulk/?q=alder", {"all": "1"}).content.decode()
    assert "1 record is chosen" in page


def test_nothing_chosen_and_nothing_wanted_are_told(cast, three):
    client = cast.client(cast.mesa_wbl)
    assert "Tick the employers" in client.post("/employers/bulk/", {}, follow=True).content.decode()
    data = {"employer": f"{three[0].pk}:{three[0].version}", "preview": "1"}
    assert "Say what is to change" in client.post("/employers/bulk/", data).content.decode()
    assert client.post("/employers/bulk/", {"employer": "nonsense:9"}).status_code == 302


def test_who_reads_only_is_offered_no_ticks(cast, three):
    assert 'name="employer"' not in cast.client(cast.mesa_instructor).get("/employers/").content.decode()
    assert cast.client(cast.mesa_instructor).post("/employers/bulk/", {}).status_code == 403


def test_whoever_gets_or_loses_many_is_told_once(cast, three):
    for one in three[:2]:
        editing.own(one, cast.mesa_cases, by=cast.mesa_wbl)
    OutgoingEmail.objects.all().delete()
    edit = bulk.change_many(versions(three[:2]), Wanted(owner=cast.mesa_jobs, sets_owner=True), by=cast.mesa_wbl)
    letters = {letter.to: letter for letter in OutgoingEmail.objects.all()}
    assert set(letters) == {cast.mesa_jobs.email, cast.mesa_cases.email}
    assert letters[cast.mesa_jobs.email].subject == "2 employers are yours to look after"
    assert "- Alder" in letters[cast.mesa_cases.email].text
    bulk.undo_many(edit, by=cast.mesa_wbl)
    assert OutgoingEmail.objects.count() == 4


def test_nobody_becomes_owner_again_who_does_not_sign_in_any_more(cast, three):
    editing.own(three[0], cast.mesa_cases, by=cast.mesa_wbl)
    edit = bulk.change_many(versions(three[:2]), Wanted(owner=cast.mesa_jobs, sets_owner=True), by=cast.mesa_wbl)
    type(cast.mesa_cases).objects.filter(pk=cast.mesa_cases.pk).update(is_active=False)
    left = bulk.undo_many(edit, by=cast.mesa_wbl)
    assert [one["employer"] for one in left] == [str(three[0].pk)]
    assert "no longer active" in left[0]["why"]
    assert [facts(one)[0] for one in three[:2]] == [cast.mesa_jobs, None]
