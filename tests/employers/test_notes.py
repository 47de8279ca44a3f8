"""Notes: locked like every act on an employer, edited and removed by their authors, kept by the journal."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.audit.models import Entry
from guildhall.employers.actions import editing, merging
from guildhall.employers.models import Note
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.people.actions.persons import end_membership
from guildhall.prospects.actions import promoting

pytestmark = pytest.mark.django_db


@pytest.fixture
def employer(cast):
    return cast.shared("Kestrel Aerospace").employer


@pytest.fixture
def note(cast, employer):
    return editing.write_note(employer, "The gate is at the back.", by=cast.mesa_wbl, institution=cast.mesa)


def values(verb):
    value = Entry.objects.get(verb=verb).values.get()
    return value.before, value.after


def address(employer, note, act=""):
    return f"/employers/{employer.pk}/notes/{note.pk}/{act}"


# ── Acts ─────────────────────────────────────────────────────────────


def test_writing_locks_the_employer(cast, employer):
    with CaptureQueriesContext(connection) as captured:
        editing.write_note(employer, "they weld", by=cast.mesa_wbl, institution=cast.mesa)
    assert any("employers_employer" in q["sql"] and "FOR UPDATE" in q["sql"] for q in captured.captured_queries)


def test_a_note_on_what_was_withdrawn_meanwhile_is_refused(cast, employer):
    promoting.park_shared(employer.prospect, by=cast.director, reason="they moved away")
    with pytest.raises(Refused):
        editing.write_note(employer, "they weld", by=cast.mesa_wbl, institution=cast.mesa)


def test_its_author_changes_it_and_the_journal_keeps_both_wordings(cast, note):
    changed = editing.change_note(note, "The gate is at the front.", version=1, by=cast.mesa_wbl)
    assert (changed.text, changed.version) == ("The gate is at the front.", 2)
    assert changed.edited_at
    assert values("change note") == ({"text": "The gate is at the back."}, {"text": "The gate is at the front."})


def test_the_same_words_change_nothing(cast, note):
    unchanged = editing.change_note(note, note.text, version=1, by=cast.mesa_wbl)
    assert (unchanged.version, unchanged.edited_at) == (1, None)
    assert not Entry.objects.filter(verb="change note").exists()


def test_its_author_removes_it_and_the_journal_keeps_it(cast, employer, note):
    editing.remove_note(note, version=1, by=cast.mesa_wbl)
    assert values("remove note") == ({"text": "The gate is at the back."}, None)
    for person in cast.people.values():
        assert not Note.objects.visible_to(person).exists()
    assert note.text not in cast.client(cast.mesa_wbl).get(f"/employers/{employer.pk}/notes/").content.decode()


@pytest.mark.parametrize("who", ["mesa_admin", "harbor_wbl", "director", "administrator", "mesa_instructor"])
def test_nobody_else_changes_or_removes_it(cast, note, who):
    for act in (editing.remove_note, lambda *a, **more: editing.change_note(*a, "other words", **more)):
        with pytest.raises(Refused):
            act(note, version=1, by=cast.people[who])
    note.refresh_from_db()
    assert (note.text, note.removed_at) == ("The gate is at the back.", None)


def test_whoever_lost_the_role_changes_the_own_note_no_more(cast, note):
    end_membership(cast.mesa_wbl.memberships.get(), by=cast.mesa_admin)
    cast.mesa_wbl.forget_standing()
    with pytest.raises(Refused):
        editing.change_note(note, "other words", version=1, by=cast.mesa_wbl)


def test_a_note_on_an_employer_taken_back_is_out_of_reach(cast, employer, note):
    promoting.park_shared(employer.prospect, by=cast.director, reason="they moved away")
    with pytest.raises(Refused):
        editing.change_note(note, "other words", version=1, by=cast.mesa_wbl)
    assert cast.client(cast.mesa_wbl).get(address(employer, note)).status_code == 404


def test_a_stale_version_is_a_conflict(cast, note):
    editing.change_note(note, "new words", version=1, by=cast.mesa_wbl)
    with pytest.raises(Conflict):
        editing.change_note(note, "other words", version=1, by=cast.mesa_wbl)
    with pytest.raises(Conflict):
        editing.remove_note(note, version=1, by=cast.mesa_wbl)
    editing.let_note(note, travel=False, by=cast.mesa_wbl)
    note.refresh_from_db()
    assert (note.text, note.version) == ("new words", 3)  # an old copy in hand overwrites nothing


def test_a_removed_note_is_not_changed_again(cast, note):
    editing.remove_note(note, version=1, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="was removed"):
        editing.change_note(note, "other words", version=2, by=cast.mesa_wbl)


def test_a_removed_note_stays_removed_when_its_employer_is_merged_and_parted(cast, employer, note):
    other = cast.shared("Kestrel Airframes").employer
    editing.remove_note(note, version=1, by=cast.mesa_wbl)
    merge = merging.merge(other, employer, by=cast.director)
    assert not Note.objects.visible_to(cast.mesa_wbl).exists()
    merging.undo_merge(merge, by=cast.director)
    note.refresh_from_db()
    assert note.employer == employer
    assert note.removed_at


# ── Pages ────────────────────────────────────────────────────────────


def test_the_page_offers_the_author_what_the_author_may_do(cast, employer, note):
    page = f"/employers/{employer.pk}/notes/"
    assert address(employer, note) in cast.client(cast.mesa_wbl).get(page).content.decode()
    for who in ("mesa_admin", "director"):
        text = cast.client(cast.people[who]).get(page).content.decode()
        assert note.text in text
        assert address(employer, note) not in text


def test_changing_it_on_the_page_marks_it_as_edited(cast, employer, note):
    client, page = cast.client(cast.mesa_wbl), f"/employers/{employer.pk}/notes/"
    assert "edited" not in client.get(page).content.decode()
    form = client.get(address(employer, note)).content.decode()
    assert note.text in form
    sent = {"text": "The gate is at the front.", "version": 1}
    assert client.post(address(employer, note), sent)["Location"] == page
    text = client.get(page).content.decode()
    assert "The gate is at the front." in text
    assert "edited" in text


def test_the_second_of_two_windows_gets_a_comparison_and_decides(cast, employer, note):
    client = cast.client(cast.mesa_wbl)
    client.post(address(employer, note), {"text": "first words", "version": 1})
    page = client.post(address(employer, note), {"text": "second words", "version": 1})
    assert page.status_code == 200
    text = page.content.decode()
    for words in ("Somebody saved this while your form was open", "first words", "second words"):
        assert words in text
    note.refresh_from_db()
    assert note.text == "first words"
    assert 'name="version" value="2"' in text
    client.post(address(employer, note), {"text": "second words", "version": 2})
    note.refresh_from_db()
    assert note.text == "second words"


def test_a_note_that_was_changed_meanwhile_is_read_again_before_it_goes(cast, employer, note):
    client = cast.client(cast.mesa_wbl)
    editing.change_note(note, "new words", version=1, by=cast.mesa_wbl)
    for version in ("1", "", "x"):
        answer = client.post(address(employer, note, "remove/"), {"version": version})
        assert answer["Location"] == address(employer, note)
    assert "changed while your page was open" in client.get(address(employer, note)).content.decode()
    assert client.post(address(employer, note, "remove/"), {"version": "2"})["Location"].endswith("/notes/")
    assert client.get(address(employer, note)).status_code == 404


def test_it_is_not_on_the_vetting_page_any_more(cast):
    prospect = cast.prospect("Tern Composites", holder=cast.mesa, by=cast.mesa_wbl)
    note = editing.write_note(prospect.employer, "they weld", by=cast.mesa_wbl, institution=cast.mesa)
    page = f"/vetting/{prospect.pk}/"
    assert "they weld" in cast.client(cast.mesa_wbl).get(page).content.decode()
    editing.remove_note(note, version=1, by=cast.mesa_wbl)
    assert "they weld" not in cast.client(cast.mesa_wbl).get(page).content.decode()


@pytest.mark.django_db
def test_nobody_hides_the_note_of_another(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    note = editing.write_note(employer, "They build a hall.", by=cast.mesa_wbl, institution=cast.mesa)
    path = f"/employers/{employer.pk}/notes/{note.pk}/travel/"
    for who in (cast.harbor_wbl, cast.director):
        for said in ({}, {"travel": "no"}):
            cast.client(who).post(path, said)
            assert Note.objects.visible_to(cast.harbor_admin).filter(pk=note.pk).exists(), who
    with pytest.raises(Refused, match="whoever wrote"):
        editing.let_note(note, travel=False, by=cast.harbor_wbl)
    cast.client(cast.mesa_wbl).post(path)
    assert Note.objects.visible_to(cast.harbor_admin).filter(pk=note.pk).exists(), "nothing said hides nothing"
    editing.let_note(note, travel=False, by=cast.mesa_wbl)
    assert not Note.objects.visible_to(cast.harbor_admin).filter(pk=note.pk).exists(), "the control: the author may"
