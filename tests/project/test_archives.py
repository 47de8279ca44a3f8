"""Backup and restore (R14): every row and file is there again, a damaged archive is refused."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from guildhall.people.models import Institution
from guildhall.project import archives
from guildhall.project.embedded import Unavailable
from tests.cast import build_cast


@pytest.fixture
def files(tmp_path, settings):
    settings.FILES = tmp_path / "files"
    (settings.FILES / "imports").mkdir(parents=True)
    (settings.FILES / "imports" / "a.list").write_text("kept")
    return settings.FILES


@pytest.mark.django_db(transaction=True)
def test_a_restored_archive_equals_what_was_written(files, tmp_path, settings):
    cast = build_cast()
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
