"""Lists of people on pages: looked at, applied, taken back; nothing of their rows is kept (ADR 37)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guildhall.imports.actions import people_lists
from guildhall.imports.models import Batch, Row
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused
from guildhall.placements.models import Experience
from guildhall.students.models import Registration
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ROSTER = "Student number,First name,Last name,DOB\n7,Nia,Ibarra,2005-03-04\n8,Bo,Lund,not a day\n"


def bring(cast: Cast, text: str, kind: str = "students", who: str = "mesa_wbl", **more):
    client = cast.client(cast.people[who])
    file = SimpleUploadedFile("roster.csv", text.encode(), "text/csv")
    values = {"file": file, "kind": kind, "institution": str(cast.mesa.pk)} | more
    return client, client.post("/imports/people/", values)


def test_a_roster_is_looked_at_applied_and_taken_back(cast: Cast, django_capture_on_commit_callbacks):
    client, answer = bring(cast, ROSTER)
    batch = Batch.objects.get()
    address = f"/imports/people/{batch.pk}/"
    assert answer.url == address
    page = client.get(address).content.decode()
    assert "is not a date" in page
    assert "Line 3" in page
    assert not Registration.objects.exists()
    assert not Row.objects.exists(), "no row is kept"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address + "apply/", {"version": 1})
    assert Registration.objects.get().name == "Nia Ibarra"
    batch.refresh_from_db()
    assert not batch.has_file()
    assert "not a day" not in str(batch.created) + str(batch.headers) + client.get(address).content.decode()
    client.post(address + "undo/")
    assert not Registration.objects.exists()


def test_columns_that_nobody_recognizes_are_asked_for(cast: Cast):
    client, answer = bring(cast, "Zzz,Qqq\nNia,Ibarra\n")
    batch = Batch.objects.get()
    assert answer.url == f"/imports/people/{batch.pk}/columns/"
    assert "Zzz" in client.get(answer.url).content.decode()
    refused = client.post(answer.url, {"s0-c0": "grade", "version": 1})
    assert "Say which column holds the name." in refused.content.decode()
    client.post(answer.url, {"s0-c0": "first_name", "s0-c1": "last_name", "version": 1})
    client.post(f"/imports/people/{batch.pk}/apply/", {"version": 1})
    assert not Registration.objects.exists(), "the columns were said meanwhile"
    client.post(f"/imports/people/{batch.pk}/apply/", {"version": 2})
    assert Registration.objects.get().name == "Nia Ibarra"


def test_what_an_activity_is_is_said_once(cast: Cast):
    rows = "Student,Activity,Employer,Date\nNia Ibarra,Zorbing round,Kestrel,2020-03-04\n"
    client, answer = bring(cast, rows, "experiences")
    assert "zorbing round" in client.get(answer.url).content.decode()
    client.post(answer.url + "spellings/", {"w0": "job_shadow"})
    client.post(answer.url + "apply/", {"version": 1})
    assert Experience.objects.get().activity == "job_shadow"


def test_nobody_else_sees_or_brings_them(cast: Cast):
    bring(cast, ROSTER)
    address = f"/imports/people/{Batch.objects.get().pk}/"
    for name in ("harbor_wbl", "director", "administrator", "mesa_jobs", "mesa_admin"):
        assert cast.client(cast.people[name]).get(address).status_code == 404, name
    _client, answer = bring(cast, ROSTER, who="harbor_wbl")
    assert answer.status_code == 200
    _client, answer = bring(cast, ROSTER, who="mesa_jobs")
    assert answer.status_code == 200, "they bring participations, and no students"


def test_what_a_waiting_list_quotes_is_for_its_bringer_and_those_who_keep_students(cast: Cast):
    """A name in the wrong column stands on the page: whoever else imports there does not see the list (G2)."""
    rows = "Student,Activity,Employer,Date\nNia Ibarra,job shadow,Kestrel,Jane Doe\n"
    client, answer = bring(cast, rows, "experiences", who="mesa_jobs")
    assert "Jane Doe" in client.get(answer.url).content.decode()
    assert "Jane Doe" in cast.client(cast.people["mesa_wbl"]).get(answer.url).content.decode()
    for name in ("mesa_admin", "director", "administrator", "harbor_wbl"):
        other = cast.client(cast.people[name])
        for way in ("", "columns/", "apply/", "undo/", "spellings/"):
            assert other.post(answer.url + way).status_code in (404, 405), (name, way)
        assert "roster.csv" not in other.get("/imports/people/").content.decode()


def test_a_list_that_nobody_applies_goes_after_two_weeks(cast: Cast):
    bring(cast, ROSTER)
    batch = Batch.objects.get()
    assert people_lists.forget_waiting() == 0
    assert batch.has_file()
    Batch.objects.update(created_at=clock.now() - timedelta(people_lists.WAITING_DAYS + 1))
    assert people_lists.forget_waiting() == 1
    batch.refresh_from_db()
    assert not batch.has_file()
    assert people_lists.forget_waiting() == 0


def test_a_list_is_applied_once_by_whoever_comes_first(cast: Cast):
    bring(cast, ROSTER)
    batch, stale = Batch.objects.get(), Batch.objects.get()
    people_lists.apply(batch, by=cast.mesa_wbl)
    with pytest.raises(Refused, match="applied already"):
        people_lists.apply(stale, by=cast.mesa_wbl)
    assert Registration.objects.count() == 1
