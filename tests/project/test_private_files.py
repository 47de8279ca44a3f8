"""Files, uploaded lists and archives are 0600 in 0700 folders, whatever the umask (G1)."""

import io
import os
import tarfile
from pathlib import Path

import pytest

from guildhall.files.actions import keep
from guildhall.imports.actions.reading import start_import
from guildhall.lib import heads, private_files
from guildhall.lib.private_files import close_to_others
from guildhall.project import archives
from guildhall.stewardship.actions.repeating import note_erasure


def open_to_others(root: Path) -> list[str]:
    """What of a folder other users of the machine could open."""
    return sorted(path.name for path in (root, *root.rglob("*")) if path.stat().st_mode & 0o077)


@pytest.fixture
def home(tmp_path, settings):
    """An installation's folder as an older version left it, under the most careless umask."""
    kept = os.umask(0)
    settings.HOME, settings.FILES = tmp_path / "home", tmp_path / "home" / "files"
    settings.FILES.mkdir(parents=True)
    settings.FILES.chmod(0o755)
    yield settings.HOME
    os.umask(kept)


def written(cast, home: Path) -> None:
    keep([b"a paper"], "paper.txt")
    start_import(io.BytesIO(b"Employer\nSome Works\n"), "list.csv", institution=cast.region, by=cast.director)
    note_erasure("somebody@people.example")
    heads.write_down(home / "journal-heads.log", heads.Head(1, 1, "x", "2026-01-01"))


@pytest.mark.django_db
def test_what_is_uploaded_and_noted_is_closed(cast, home):
    written(cast, home)
    assert len([path for path in home.rglob("*") if path.is_file()]) == 4
    assert open_to_others(home) == [home.name]  # which the database server's user must pass through


@pytest.mark.django_db
def test_an_open_file_is_noticed(cast, home, monkeypatch):
    """The control."""
    monkeypatch.setattr(private_files, "FILE", 0o644)
    written(cast, home)
    assert len(open_to_others(home)) > 3


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_archive_is_closed_from_its_first_byte(cast, home, tmp_path, monkeypatch):
    written(cast, home)
    target, seen = tmp_path / "backup.tar.gz", []
    begin = tarfile.TarFile.addfile

    def add(archive, *args, **kwargs):
        seen.append((tmp_path / "backup.tar.gz.part").stat().st_mode & 0o777)
        return begin(archive, *args, **kwargs)

    (tmp_path / "backup.tar.gz.part").write_bytes(b"left by one that was cut off, and open to all")
    monkeypatch.setattr(tarfile.TarFile, "addfile", add)
    archives.backup(target)
    assert set(seen) == {0o600}
    assert target.stat().st_mode & 0o777 == 0o600
    with tarfile.open(target) as archive:
        archive.extractall(tmp_path / "out", filter="data")
    close_to_others(tmp_path / "out")
    assert open_to_others(tmp_path / "out") == []
