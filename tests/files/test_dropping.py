"""The store holds what records refer to, and nothing else: whatever refers to a file drops it when it goes (G7)."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import TestCase

from guildhall.engagements.actions import attaching
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Attachment
from guildhall.files import dropping, storage
from guildhall.files.actions import keep, place
from guildhall.files.models import StoredFile
from guildhall.lib import clock
from guildhall.stewardship.actions.retiring import retire
from guildhall.supervision.actions import preparing, signing
from guildhall.supervision.models import Paper
from tests.supervision.placed import placed

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 a scan\n%%EOF"


@pytest.fixture(autouse=True)
def store(tmp_path, settings):
    settings.FILES = tmp_path / "files"


def committed():
    return TestCase.captureOnCommitCallbacks(execute=True)


@pytest.fixture
def scanned(cast):
    """A paper that is signed on paper, with its scan."""
    at = placed(cast)
    paper = preparing.prepare(at.placement, at.type, by=cast.mesa_wbl)
    by = cast.mesa_wbl
    signing.note_on_paper(paper, ["student", "guardian"], signing.SignedAs("Nia Zamora"), "a.pdf", [PDF], by=by)
    return paper


def attached(cast, content=PDF, name="talk.pdf"):
    kestrel = cast.shared("Kestrel Aerospace").employer
    happening = Happening(kind="call", happened_on=clock.today(), summary="Asked")
    entry = record_engagement(kestrel, happening, by=cast.mesa_wbl, institution=cast.mesa)
    return attaching.attach(entry, name, [content], by=cast.mesa_wbl)


def next_nights():
    """What nothing refers to goes a day after it was uploaded."""
    with clock.at(clock.now() + timedelta(2)), committed():
        return dropping.drop_unheld()


def test_the_scan_of_a_retired_paper_goes_from_the_store(scanned):
    assert len(list(storage.names("stored"))) == 1
    Paper.objects.update(kept_until=clock.today() - timedelta(2))
    assert retire()["supervision.Paper"] == 1
    assert len(list(dropping.unheld())) == 1, "the control: it lies there until then"
    assert next_nights() == 1
    assert list(storage.names("stored")) == []
    assert not StoredFile.objects.exists()


def test_what_is_taken_off_goes_unless_something_else_holds_it(cast, scanned):
    row = attached(cast)  # the same content
    assert StoredFile.objects.count() == 1
    with committed():
        attaching.take_off(row, by=cast.mesa_wbl)
    row.refresh_from_db()
    assert (row.file, bool(row.removed_at)) == (None, True)
    assert len(list(storage.names("stored"))) == 1, "a signature holds it"
    assert next_nights() == 0
    Paper.objects.all().delete()
    assert next_nights() == 1
    assert list(storage.names("stored")) == []


def test_content_stays_until_it_is_certain(cast):
    row = attached(cast)
    with TestCase.captureOnCommitCallbacks() as callbacks:
        attaching.take_off(row, by=cast.mesa_wbl)
    assert len(list(storage.names("stored"))) == 1, "nothing is committed yet"
    for callback in callbacks:
        callback()
    assert list(storage.names("stored")) == []


def test_every_model_with_a_file_is_asked():
    assert {model._meta.label for model, _name in dropping.holders()} >= {
        "engagements.Attachment",
        "people.Person",
        "supervision.Signature",
    }


def test_the_check_names_what_nothing_refers_to_and_what_is_missing(cast):
    row = attached(cast)
    orphan = keep([b"nobody's"], "notes.txt")
    said = io.StringIO()
    call_command("check", "files", stdout=said)
    assert place(orphan) in said.getvalue()
    assert place(row.file) not in said.getvalue()
    storage.delete(place(row.file))
    with pytest.raises(SystemExit):
        call_command("check", "files", stdout=said, stderr=said)
    assert place(row.file) in said.getvalue()


def test_what_a_crash_left_goes_by_night(cast):
    row, orphan = attached(cast), keep([b"nobody's"], "notes.txt")
    assert dropping.drop_unheld() == 0, "it may be being uploaded"
    StoredFile.objects.update(stored_at=clock.now() - timedelta(2))
    with committed():
        assert dropping.drop_unheld() == 1
    assert list(storage.names("stored")) == [place(row.file)]
    assert not StoredFile.objects.filter(pk=orphan.pk).exists()


def test_a_missing_scan_is_said(cast, scanned):
    signature = scanned.signatures.first()
    storage.delete(place(signature.file))
    client = cast.client(cast.mesa_wbl)
    page = client.get(f"/papers/{scanned.pk}/scan/{signature.pk}/", follow=True)
    assert page.status_code == 200
    assert "not in the store of files" in page.content.decode()


def test_a_file_is_never_missing_where_it_was_not_taken_off(cast):
    row = attached(cast)
    with pytest.raises(Exception, match="attachment_with_its_file"):
        Attachment.objects.filter(pk=row.pk).update(file=None)
