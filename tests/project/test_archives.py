"""Backup and restore (R14): every row and file is there again, a damaged archive is refused."""

import hashlib
import io
import json
import random
import tarfile
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from guildhall.employers.actions import editing
from guildhall.employers.models import Contact
from guildhall.lib import clock
from guildhall.people.models import Institution
from guildhall.project import archives, dumps
from guildhall.project.programs import Unavailable
from guildhall.project.schema import require_tables
from guildhall.stewardship.actions import answering
from guildhall.stewardship.actions.repeating import erase_again, erasures_file, note_erasure
from guildhall.stewardship.models import DataRequest

pytestmark = pytest.mark.slow


@pytest.fixture
def files(tmp_path, settings):
    settings.HOME = tmp_path
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
    assert dumps.UNKNOWN_TO_OLDER.match(b"SET transaction_timeout = 0;\n")
    assert not dumps.UNKNOWN_TO_OLDER.match(b"SET statement_timeout = 0;\n")


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


# ── What is no whole archive of ours ─────────────────────────────────


def archive_of(path, **parts):
    with tarfile.open(path, "w:gz") as archive:
        for name, content in parts.items():
            entry = tarfile.TarInfo(name.replace("__", "/").replace("_", "."))
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


@pytest.mark.django_db(transaction=True)
def test_an_archive_that_is_cut_off_or_foreign_changes_nothing(cast, files, tmp_path, settings):
    settings.HOME = tmp_path
    (settings.FILES / "noise.bin").write_bytes(random.Random(1).randbytes(200_000))
    archives.backup(tmp_path / "whole.tar.gz")
    whole, before = (tmp_path / "whole.tar.gz").read_bytes(), archives.digests()
    manifest = {"format": 1, "written_at": "2026-01-01T00:00:00+00:00", "database": hashlib.sha256(b"x").hexdigest()}
    newer = manifest | {"migrations": [["people", "9999_of_tomorrow"]]}
    broken = {
        f"cut {share}": whole[: int(len(whole) * share)] for share in (0.01, 0.3, 0.7, 0.97)
    } | {"changed": whole[:5_000] + b"\0" * 50 + whole[5_050:], "nothing": b"", "text": b"no archive"}  # fmt: skip
    for name, content in broken.items():
        (tmp_path / name).write_bytes(content)
    paths = [tmp_path / name for name in broken] + [
        tmp_path / "missing.tar.gz",
        archive_of(tmp_path / "foreign.tar.gz", somebody__letter_txt=b"hello"),
        archive_of(tmp_path / "empty.tar.gz"),
        archive_of(tmp_path / "list.tar.gz", manifest_json=b"[]"),
        archive_of(tmp_path / "nodump.tar.gz", manifest_json=json.dumps(manifest).encode()),
        archive_of(tmp_path / "newer.tar.gz", manifest_json=json.dumps(newer).encode(), database_dump=b"x"),
        archive_of(tmp_path / "nopg.tar.gz", manifest_json=json.dumps(manifest).encode(), database_dump=b"x"),
    ]
    for path in paths:
        with pytest.raises(Unavailable):
            archives.restore(path)
        assert archives.digests() == before, path
        archives.finish()
    assert not list(tmp_path.glob(".archive-*"))


@pytest.mark.django_db(transaction=True)
def test_a_file_that_vanishes_meanwhile_does_not_stop_a_backup(cast, files, tmp_path, settings, monkeypatch):
    settings.HOME = tmp_path
    gone = files / "imports" / "b.list"
    gone.write_text("soon gone")
    begin = archives._add_files

    def meanwhile(archive):
        listed = sorted(files.rglob("*"))
        monkeypatch.setattr(type(files), "rglob", lambda self, pattern: iter(listed))
        gone.unlink()
        begin(archive)

    monkeypatch.setattr(archives, "_add_files", meanwhile)
    archives.backup(tmp_path / "backup.tar.gz")
    with tarfile.open(tmp_path / "backup.tar.gz") as archive:
        assert "files/imports/a.list" in archive.getnames()
        assert "files/imports/b.list" not in archive.getnames()


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_fails_leaves_no_part(cast, files, tmp_path, settings, monkeypatch):
    settings.HOME = tmp_path
    (tmp_path / "kept.tar.gz").write_text("the one of yesterday")
    monkeypatch.setattr(archives, "_add_files", lambda archive: (_ for _ in ()).throw(OSError("No space left")))
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", str(tmp_path / "kept.tar.gz"))
    assert (tmp_path / "kept.tar.gz").read_text() == "the one of yesterday"
    assert not list(tmp_path.glob("*.part"))


# ── Erasures, and who knows whom they are about ──────────────────────


@pytest.mark.django_db(transaction=True)
def test_who_is_erased_while_a_backup_is_written_does_not_come_back(cast, files, tmp_path, settings, monkeypatch):
    settings.HOME = tmp_path
    works = cast.shared("Kestrel Aerospace").employer
    known = {"given_name": "Laura", "family_name": "Beck", "email": "laura@kestrel.example"}
    editing.save_contact(works, known, by=cast.director)
    dump = archives.dump

    def erased_meanwhile(target):
        dump(target)
        note_erasure("laura@kestrel.example")

    monkeypatch.setattr(archives, "dump", erased_meanwhile)
    manifest = archives.backup(tmp_path / "backup.tar.gz")
    assert erase_again(datetime.fromisoformat(manifest["written_at"])) == 1


@pytest.mark.django_db(transaction=True)
def test_a_restore_without_the_key_says_so(cast, files, tmp_path, settings):
    settings.HOME = tmp_path
    archives.backup(tmp_path / "backup.tar.gz")
    note_erasure("laura@kestrel.example")
    before = archives.digests()
    settings.SECRET_KEY = "another key"
    with pytest.raises(Unavailable, match="1 people were erased .* another key"):
        archives.restore(tmp_path / "backup.tar.gz")
    assert archives.digests() == before
    assert not archives.unfinished()
    archives.restore(tmp_path / "backup.tar.gz", without_key=True)


@pytest.mark.django_db(transaction=True)
def test_a_restore_that_was_cut_off_is_not_worked_with(cast, files, tmp_path, settings):
    settings.HOME = tmp_path
    archives.backup(tmp_path / "backup.tar.gz")
    archives.restore(tmp_path / "backup.tar.gz")  # and then the power went, before erasures were repeated
    with pytest.raises(Unavailable, match="has not come to its end"):
        require_tables(["serve"])
    call_command("restore", str(tmp_path / "backup.tar.gz"), stdout=(told := io.StringIO()))
    assert "is not at hand" in told.getvalue()
    require_tables(["serve"])


@pytest.mark.django_db(transaction=True)
def test_a_role_that_may_not_make_what_is_needed_gets_the_statements(settings):
    settings.EXTERNAL_DATABASE = True
    require_tables(["migrate"])
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS may_nothing")
        cursor.execute("CREATE ROLE may_nothing")
        try:
            cursor.execute("SET SESSION AUTHORIZATION may_nothing")
            with pytest.raises(Unavailable, match='GRANT USAGE, CREATE ON SCHEMA public TO "may_nothing"'):
                require_tables(["migrate"])
        finally:
            cursor.execute("RESET SESSION AUTHORIZATION")
            cursor.execute("DROP ROLE may_nothing")
