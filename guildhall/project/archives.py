"""Backup and restore: one archive with the database and the files, verified by digests (R14)."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from guildhall.audit.sealing import heads_file
from guildhall.files import storage
from guildhall.lib import ledgers
from guildhall.lib.private_files import close_to_others, rewritten_file
from guildhall.project.dumps import dump, pour
from guildhall.project.programs import Unavailable
from guildhall.stewardship.actions.repeating import erasures_file, erasures_of_other_keys

FORMAT = 1
PARTS = ("manifest.json", "database.dump", "journal-heads.log")
# Sixty bits of each row's digest, added up: the order of the rows does not count.
DIGEST = """SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text FROM "{}" t"""


def digests() -> dict[str, dict[str, Any]]:
    """Per table how many rows it holds and a digest that does not depend on their order."""
    by_key = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        for (table,) in cursor.fetchall():
            if table.startswith(("procrastinate_workers", "django_cache", "people_allowance")):
                continue
            cursor.execute(DIGEST.format(table))
            count, total = cursor.fetchone()
            by_key[table] = {"rows": count, "digest": total}
    return by_key


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _workplace() -> Iterator[Path]:
    """A folder for what is in between: in the home, which has the room for it, and closed to others."""
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix=".archive-") as folder:
        yield Path(folder)


# ── Backup ───────────────────────────────────────────────────────────


def backup(target: Path) -> dict[str, Any]:
    """Write database and files into one archive; the database as it was at one moment."""
    began = datetime.now(UTC)  # whoever is erased from now on may still stand in the dump
    heads = heads_file().read_bytes() if heads_file().exists() else b""  # first, so that the database knows them all
    with _workplace() as folder:
        dumped = folder / "database.dump"
        dump(dumped)
        manifest = {
            "format": FORMAT,
            "written_at": began.isoformat(),
            "server": connection.pg_version,  # type: ignore[attr-defined]
            "database": _digest(dumped),
            "migrations": sorted(map(list, MigrationRecorder(connection).applied_migrations())),
        }
        part = target.with_suffix(target.suffix + ".part")
        try:
            with rewritten_file(part) as out:
                with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as archive:
                    _add(
                        archive, "manifest.json", io.BytesIO(text := json.dumps(manifest, indent=2).encode()), len(text)
                    )
                    archive.add(dumped, "database.dump")
                    _add(archive, "journal-heads.log", io.BytesIO(heads), len(heads))
                    _add_files(archive)
                out.flush()
                os.fsync(out.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    return manifest


def _add(archive: tarfile.TarFile, name: str, content: Any, size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, int(datetime.now(UTC).timestamp())
    archive.addfile(entry, content)


def _add_files(archive: tarfile.TarFile) -> None:
    """The files that are there; one that is taken away meanwhile was deleted by somebody who may."""
    for name in storage.names():
        with suppress(FileNotFoundError), storage.at_hand(name) as path, path.open("rb") as file:
            _add(archive, f"files/{name}", file, os.fstat(file.fileno()).st_size)


# ── Restore ──────────────────────────────────────────────────────────


def restore(source: Path, *, without_key: bool = False) -> dict[str, Any]:
    """Read an archive in place of what the database holds; also a dump of a newer PostgreSQL into version 15.

    Until everything has been looked through nothing is changed, and then all of it is or nothing.
    """
    with _workplace() as folder:
        manifest = _unpacked(source, folder)
        if not without_key:
            _require_key(datetime.fromisoformat(manifest["written_at"]))
        note_unfinished(source)
        pour(folder / "database.dump")
        heads = folder / "journal-heads.log"
        if heads.exists() and not heads_file().exists():
            ledgers.append(heads_file(), heads.read_bytes())
        files = folder / "files"
        if files.exists():
            close_to_others(files)
        for path in sorted(path for path in files.rglob("*") if path.is_file()):
            if not storage.exists(name := str(path.relative_to(files))):  # what bears a name never changes
                storage.put(path, name)
    return manifest


def _unpacked(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack an archive and look it through; its manifest. Raises `Unavailable` with a sentence."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            for entry in archive:
                if entry.name not in PARTS and entry.name != "files" and not entry.name.startswith("files/"):
                    raise Unavailable(f"{source} is not an archive of Guildhall: it holds {entry.name}.")
                archive.extract(entry, folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
        version, kept = manifest["format"], manifest["database"]
        datetime.fromisoformat(manifest["written_at"])
    except FileNotFoundError as error:
        words = f"there is no file {source}" if not source.exists() else f"{source} is not an archive of Guildhall"
        raise Unavailable(f"{words}.") from error
    except (tarfile.TarError, OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise Unavailable(f"{source} is not an archive of Guildhall, or was cut off: {error}.") from error
    dumped = folder / "database.dump"
    if version != FORMAT or not dumped.exists() or _digest(dumped) != kept:
        raise Unavailable(f"{source} is damaged, or was written by another version.")
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.keys()
    if newer := [name for app, name in manifest.get("migrations", []) if (app, name) not in known]:
        raise Unavailable(
            f"{source} was written by a newer version of Guildhall ({newer[-1]} is not known here): install that one."
        )
    return manifest


def _require_key(since: datetime) -> None:
    try:
        count = erasures_of_other_keys(since)
    except ValueError as error:
        raise Unavailable(f"It cannot be told who was erased since: {error}.") from error
    if count:
        raise Unavailable(
            f"{count} people were erased after this archive was written, and {erasures_file()} names them by another "
            "key than the present one: they would be back. Set GUILDHALL_SECRET_KEY (or put back "
            f"{settings.HOME / 'secret_key'}) as it was then. Where it is lost, --without-key restores all the same, "
            "and they are to be erased again by hand. Nothing was changed."
        )


# A restore ends when those who were erased since are erased again. One that was cut off must not be worked with.


def _unfinished_file() -> Path:
    return settings.HOME / "restoring.json"


def note_unfinished(source: Path) -> None:
    """Write down that a restore has begun."""
    with rewritten_file(_unfinished_file()) as file:
        file.write(json.dumps({"archive": str(source)}).encode())
        os.fsync(file.fileno())


def unfinished() -> str:
    """The archive whose restore has not come to its end, if there is one."""
    try:
        return str(json.loads(_unfinished_file().read_text()).get("archive", "an archive"))
    except FileNotFoundError:
        return ""
    except (OSError, ValueError):
        return "an archive"


def finish() -> None:
    """A restore has come to its end."""
    _unfinished_file().unlink(missing_ok=True)
