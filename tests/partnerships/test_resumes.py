"""What a candidate gave us about themselves: who reads it, who opened it, when it goes (F7, G1, G7, ADR 93)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase

from guildhall.audit.models import Access, Value
from guildhall.employers.models import Employer
from guildhall.files import dropping, storage
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, Refused
from guildhall.partnerships.actions import recruiting, resumes
from guildhall.partnerships.actions.recruiting import Fit, Sought
from guildhall.partnerships.actions.resumes import Given
from guildhall.partnerships.actions.stakeholders import Somebody
from guildhall.partnerships.models import Candidate, Initiative
from guildhall.stewardship.actions.erasing import erase_subject
from guildhall.stewardship.queries.subjects import subject_of
from tests.partnerships.building import sector, started

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 thirty years of nursing\n%%EOF"


@pytest.fixture(autouse=True)
def store(tmp_path, settings):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def row(cast):
    initiative = started(cast)
    sought = Sought("A hospital", sector("Postsecondary"), "Nursing", "Places")
    profile = recruiting.add_profile(initiative, sought, by=cast.mesa_convener)
    who = Somebody(body="St. Anne Hospital", name="Ana Ruiz", email="ana@anne.example")
    return recruiting.add_candidate(profile, who, Fit(), by=cast.mesa_convener)


def given(cast, row, **more):
    said = {"biography": "Ran two wards.", "name": "ruiz.pdf", "chunks": [PDF]} | more
    with TestCase.captureOnCommitCallbacks(execute=True):
        return resumes.keep_resume(row, Given(clock.today(), **said), version=row.version, by=cast.mesa_convener)


def stored():
    return len(list(storage.names("stored")))


def test_only_those_who_lead_read_it_and_opening_the_file_is_written_down(cast, row):
    row = given(cast, row)
    page, file = f"/candidates/{row.pk}/", f"/candidates/{row.pk}/resume/file/"
    for person in (cast.mesa_wbl, cast.harbor_admin):
        assert cast.client(person).get(file).status_code == 404
        assert cast.client(person).get(page).status_code == 404
    client = cast.client(cast.mesa_convener)
    assert "Ran two wards." in client.get(page).content.decode()
    assert not Access.objects.filter(object_id=str(row.pk)).exists()
    answer = client.get(file)
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert Access.objects.get(object_id=str(row.pk)).person == cast.mesa_convener.pk
    kept = " ".join(str(value.after) for value in Value.objects.all())
    assert "St. Anne" in kept, "it could be there"
    assert "ruiz.pdf" not in kept  # the journal outlives the file: it says neither its name nor what is in it
    assert "two wards" not in kept
    assert "Ruiz" not in Access.objects.get(object_id=str(row.pk)).detail


def test_it_is_typed_and_uploaded_on_a_page_and_bad_input_keeps_what_was_typed(cast, row):
    client, path = cast.client(cast.mesa_convener), f"/candidates/{row.pk}/resume/"
    typed = {"given_on": clock.today(), "version": row.version}
    page = client.post(path, typed | {"biography": " "}).content.decode()
    assert "Write a few words, or choose a file." in page
    ahead = client.post(path, typed | {"biography": "Ran wards", "given_on": clock.today() + timedelta(1)})
    assert "Ran wards" in ahead.content.decode()
    script = SimpleUploadedFile("cv.html", b"<script>alert(1)</script>", "text/html")
    page = client.post(path, typed | {"biography": "Ran wards", "file": script}).content.decode()
    assert "Ran wards" in page
    row.refresh_from_db()
    assert (row.biography, row.resume, stored()) == ("", None, 0)
    client.post(path, typed | {"biography": "Ran wards", "file": SimpleUploadedFile("cv.pdf", PDF, "application/pdf")})
    row.refresh_from_db()
    assert (row.biography, row.resume_name) == ("Ran wards", "cv.pdf")
    with pytest.raises(Conflict):
        resumes.remove_resume(row, version=row.version - 1, by=cast.mesa_convener)


def test_it_goes_when_they_ask_for_it_back(cast, row):
    row = given(cast, row)
    with pytest.raises(Refused):
        resumes.remove_resume(row, version=row.version, by=cast.harbor_admin)
    with TestCase.captureOnCommitCallbacks(execute=True):
        row = resumes.remove_resume(row, version=row.version, by=cast.mesa_convener)
    assert (row.biography, row.resume, row.kept_until, stored()) == ("", None, None, 0)


def test_they_get_it_back_after_the_initiative_has_ended_too(cast, row):
    row = given(cast, row)
    Initiative.objects.filter(pk=row.profile.initiative_id).update(state="ended")
    client = cast.client(cast.mesa_convener)
    away = f"/candidates/{row.pk}/resume/remove/"
    assert away in client.get(f"/candidates/{row.pk}/").content.decode()
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(away, {"version": row.version})
    row.refresh_from_db()
    assert (row.biography, row.resume, stored()) == ("", None, 0)


def nights_later(days):
    with clock.at(clock.now() + timedelta(days)), TestCase.captureOnCommitCallbacks(execute=True):
        return resumes.forget_resumes()


def test_it_goes_a_year_after_the_decision_or_after_two_where_nobody_decides(cast, row):
    row = given(cast, row)
    assert nights_later(2 * 365) == 0
    row = recruiting.decide(row, chosen=False, reason="No time", version=row.version, by=cast.mesa_convener)
    assert nights_later(365) == 0
    assert stored() == 1
    assert nights_later(366) == 1
    row.refresh_from_db()
    assert (row.biography, row.resume, stored()) == ("", None, 0)
    assert Candidate.objects.get().reason == "No time"  # that somebody was considered stays as long as before


def test_an_erasure_takes_it_as_well(cast, row):
    given(cast, row)
    erase_subject(subject_of("ana@anne.example"), by=cast.director)
    row.refresh_from_db()
    assert (row.name, row.biography, row.resume, row.resume_name) == ("", "", None, "")
    with clock.at(clock.now() + timedelta(2)), TestCase.captureOnCommitCallbacks(execute=True):
        dropping.drop_unheld()
    assert stored() == 0


def test_of_a_candidate_at_a_hidden_employer_nobody_reads_it_who_does_not_see_the_employer(cast):
    initiative = started(cast)
    hidden = cast.shared("Quiet Foundry").employer
    sought = Sought("A foundry", sector("Postsecondary"), "Casting", "Places")
    profile = recruiting.add_profile(initiative, sought, by=cast.mesa_convener)
    who = Somebody(employer=hidden, name="Ben Cole")
    row = given(cast, recruiting.add_candidate(profile, who, Fit(), by=cast.mesa_convener))
    file = f"/candidates/{row.pk}/resume/file/"
    assert cast.client(cast.mesa_convener).get(file).status_code == 200
    Employer.objects.filter(pk=hidden.pk).update(audience=[cast.harbor.pk])
    assert cast.client(cast.mesa_convener).get(file).status_code == 404
