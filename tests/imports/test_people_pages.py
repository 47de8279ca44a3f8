"""Lists of people on pages: looked at, applied, taken back; nothing of their rows is kept (ADR 37)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guildhall.imports.models import Batch, Row
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
    assert "is no date" in page
    assert "Line 3" in page
    assert not Registration.objects.exists()
    assert not Row.objects.exists(), "no row is kept"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address + "apply/")
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
    client.post(f"/imports/people/{batch.pk}/apply/")
    assert Registration.objects.get().name == "Nia Ibarra"


def test_what_an_activity_is_is_said_once(cast: Cast):
    rows = "Student,Activity,Employer,Date\nNia Ibarra,Zorbing round,Kestrel,2020-03-04\n"
    client, answer = bring(cast, rows, "experiences")
    assert "zorbing round" in client.get(answer.url).content.decode()
    client.post(answer.url + "spellings/", {"w0": "job_shadow"})
    client.post(answer.url + "apply/")
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
