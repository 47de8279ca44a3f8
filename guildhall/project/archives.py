"""Backup and restore: one archive with the database and the files, verified by digests (R14)."""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from guildhall.audit.sealing import heads_file
from guildhall.lib.private_files import append, close_to_others, private_folder, rewritten_file
from guildhall.project.programs import Unavailable, find_binaries

FORMAT = 1
# Settings that a newer server writes into its dumps and an older one does not know.
UNKNOWN_TO_OLDER = re.compile(rb"^(SET transaction_timeout|SELECT pg_catalog\.set_config\('transaction_timeout').*$")
# Sixty bits of each row's digest, added up: the order of the rows does not count.
DIGEST = """SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text FROM "{}" t"""
NEWER_META = re.compile(rb"^\\(un)?restrict\b.*$")


def _program(name: str) -> str:
    """A PostgreSQL client program: ours, else the one on the path."""
    try:
        folder = find_binaries().bin
        if (folder / name).exists():
            return str(folder / name)
    except Unavailable:
        pass
    if found := shutil.which(name):
        return found
    raise Unavailable(
        f"The PostgreSQL program {name} was not found: install postgresql-client or set GUILDHALL_PG_BIN."
    )


def _connection() -> tuple[list[str], dict[str, str]]:
    entry: dict[str, Any] = settings.DATABASES["default"]
    words = ["--dbname", str(connection.settings_dict["NAME"]), "--username", str(entry.get("USER") or "")]
    if entry.get("HOST"):
        words += ["--host", str(entry["HOST"])]
    if entry.get("PORT"):
        words += ["--port", str(entry["PORT"])]
    return words, {**os.environ, "PGPASSWORD": str(entry.get("PASSWORD") or "")}


def digests() -> dict[str, dict[str, Any]]:
    """Per table how many rows it holds and a digest that does not depend on their order."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        for (table,) in cursor.fetchall():
            if table.startswith(("procrastinate_workers", "django_cache", "people_allowance")):
                continue
            cursor.execute(DIGEST.format(table))
            count, total = cursor.fetchone()
            found[table] = {"rows": count, "digest": total}
    return found


def backup(target: Path) -> dict[str, Any]:
    """Write database and files into one archive; the database as it was at one moment."""
    words, environ = _connection()
    heads = heads_file().read_bytes() if heads_file().exists() else b""  # first, so that the database knows them all
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "database.dump"
        command = [_program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--file", str(dump), *words]
        done = subprocess.run(command, env=environ, capture_output=True, text=True)
        if done.returncode:
            raise Unavailable(f"The database could not be written: {done.stderr.strip()[-300:]}")
        manifest = {
            "format": FORMAT,
            "written_at": datetime.now(UTC).isoformat(),
            "server": connection.pg_version,  # type: ignore[attr-defined]
            "database": hashlib.sha256(dump.read_bytes()).hexdigest(),
        }
        part = target.with_suffix(target.suffix + ".part")
        with rewritten_file(part) as out, tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as archive:
            text = json.dumps(manifest, indent=2).encode()
            entry = tarfile.TarInfo("manifest.json")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text))
            archive.add(dump, "database.dump")
            entry = tarfile.TarInfo("journal-heads.log")
            entry.size = len(heads)
            archive.addfile(entry, io.BytesIO(heads))
            if settings.FILES.exists():
                archive.add(settings.FILES, "files")
        part.replace(target)
    return manifest


def restore(source: Path) -> dict[str, Any]:
    """Read an archive into an empty database; also a dump of a newer PostgreSQL into version 15."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with tarfile.open(source, "r:gz") as archive:
                archive.extractall(folder, filter="data")
            manifest: dict[str, Any] = json.loads((Path(folder) / "manifest.json").read_text())
        except (tarfile.TarError, OSError, ValueError) as error:
            raise Unavailable(f"{source} is not an archive of Guildhall: {error}") from error
        dump = Path(folder) / "database.dump"
        if manifest.get("format") != FORMAT or hashlib.sha256(dump.read_bytes()).hexdigest() != manifest["database"]:
            raise Unavailable(f"{source} is damaged, or was written by another version.")
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public;")
        connection.close()
        _pour(dump)
        heads = Path(folder) / "journal-heads.log"
        if heads.exists() and not heads_file().exists():
            append(heads_file(), heads.read_bytes())
        files = Path(folder) / "files"
        if files.exists():
            close_to_others(files)
            private_folder(settings.FILES)
            shutil.copytree(files, settings.FILES, dirs_exist_ok=True)
    return manifest


def _pour(dump: Path) -> None:
    words, environ = _connection()
    reader = subprocess.Popen(
        [_program("pg_restore"), "--no-owner", "--no-privileges", "-f", "-", str(dump)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    writer = subprocess.Popen(
        [_program("psql"), "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--single-transaction", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environ,
    )
    assert reader.stdout
    assert writer.stdin
    assert writer.stderr
    copying = False
    try:
        for line in reader.stdout:
            # Only commands are filtered, never the data between COPY and its end.
            if not copying and (UNKNOWN_TO_OLDER.match(line) or NEWER_META.match(line)):
                continue
            if not copying and line.startswith(b"COPY "):
                copying = True
            elif copying and line == b"\\.\n":
                copying = False
            if not copying and line.startswith((b"CREATE SCHEMA public", b"COMMENT ON EXTENSION")):
                continue
            writer.stdin.write(line)
        writer.stdin.close()
    except BrokenPipeError:
        pass
    words_of_error = writer.stderr.read().decode(errors="replace").strip()
    if writer.wait() or reader.wait():
        raise Unavailable(f"The database could not be restored: {words_of_error[-300:] or 'the dump cannot be read'}")
