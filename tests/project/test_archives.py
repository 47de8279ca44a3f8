"""Backup and restore (R14): every row and file is there again, a damaged archive is refused."""

import io
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from guildhall.employers.actions import editing
from guildhall.employers.models import Contact
from guildhall.lib import clock
from guildhall.people.models import Institution
from guildhall.project import archives
from guildhall.project.programs import Unavailable
from guildhall.stewardship.actions import answering
from guildhall.stewardship.actions.repeating import erase_again, erasures_file, note_erasure
from guildhall.stewardship.models import DataRequest

pytestmark = pytest.mark.slow


@pytest.fixture
def files(tmp_path, settings):
    settings.FILES = tmp_path / "files"
    (settings.FILES / "imports").mkdir(parents=True)
    (settings.FILES / "imports" / "a.list").write_text("kept")
    return settings.FILES


@pytest.mark.django_db(transaction=True)
def test_a_restored_archive_equals_what_was_written(cast, files, tmp_path, settings):
    cast.shared("Kestrel Aerospace", city="Harbor Point")
    before = archives.digests()
    archives.backup(tmp_path / "backup.tar.gz")
    with pytest.raises(CommandError, match="empty one"):
        call_command("restore", str(tmp_path / "backup.tar.gz"))
    settings.FILES = tmp_path / "elsewhere"
    archives.restore(tmp_path / "backup.tar.gz")
    assert archives.digests() == before
    assert (settings.FILES / "imports" / "a.list").read_text() == "kept"
    Institution.objects.filter(slug="harbor-point-college").update(name="Changed")
    assert archives.digests() != before, "the control: a changed row is noticed"


@pytest.mark.django_db
def test_a_damaged_archive_is_refused(tmp_path):
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(b"no archive")
    with pytest.raises(Unavailable, match="not an archive"):
        archives.restore(broken)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_institution")


def test_settings_of_a_newer_server_are_left_out():
    assert archives.UNKNOWN_TO_OLDER.match(b"SET transaction_timeout = 0;\n")
    assert not archives.UNKNOWN_TO_OLDER.match(b"SET statement_timeout = 0;\n")


@pytest.mark.django_db(transaction=True)
def test_who_was_erased_does_not_come_back_with_an_older_archive(cast, files, tmp_path, settings):
    """G7: a restore carries out the erasures that were made since, and only these."""
    settings.HOME = tmp_path
    works = cast.shared("Kestrel Aerospace").employer
    for given, family in (("Laura", "Beck"), ("Ines", "Moya"), ("Omar", "Diaz")):
        known = {"given_name": given, "family_name": family, "email": f"{given}@kestrel.example"}
        editing.save_contact(works, known, by=cast.director)
    note_erasure("ines@kestrel.example")  # long ago; she came back since, of her own will
    archives.backup(tmp_path / "backup.tar.gz")
    asked = answering.Asked("erasure", "LAURA@kestrel.example", clock.today())
    row = answering.note_request(asked, by=cast.administrator)
    DataRequest.objects.filter(pk=row.pk).update(state="under_way", answered_by=cast.administrator)
    answering.carry_out(str(row.pk))
    assert "laura" not in erasures_file().read_text().lower()
    people = "DELETE FROM people_institution"
    with connection.cursor() as cursor:
        cursor.execute(f"SET session_replication_role = replica; {people}; SET session_replication_role = DEFAULT")
    told = io.StringIO()
    call_command("restore", str(tmp_path / "backup.tar.gz"), stdout=told)
    assert "Erased again, as was done since: 1" in told.getvalue()
    held = {contact.email: str(contact) for contact in Contact.objects.exclude(email="")}
    assert held == {"Ines@kestrel.example": "Ines Moya", "Omar@kestrel.example": "Omar Diaz"}
    assert not Contact.objects.filter(given_name="Laura").exists()
    assert erase_again(datetime.now(UTC)) == 0, "again finds nothing"
