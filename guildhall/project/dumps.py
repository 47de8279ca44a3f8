"""PostgreSQL's own programs on our database: dumped at one moment, and poured back in one transaction."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import IO

from django.db import connection

from guildhall.project.programs import Unavailable, find_binaries

# Settings that a newer server writes into its dumps and an older one does not know.
UNKNOWN_TO_OLDER = re.compile(rb"^(SET transaction_timeout|SELECT pg_catalog\.set_config\('transaction_timeout').*$")
NEWER_META = re.compile(rb"^\\(un)?restrict\b.*$")
EMPTIED = b"DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
OURS = tuple("host hostaddr port user sslmode sslrootcert sslcert sslkey service target_session_attrs".split())
ANYTHING = """SELECT EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = to_regnamespace('public')
                             AND relkind IN ('r', 'S') AND relname !~ '^pg_')"""


def program(name: str) -> str:
    """A PostgreSQL client program: ours, else the one on the path."""
    try:
        folder = find_binaries().bin
        if (folder / name).exists():
            return str(folder / name)
    except Unavailable:
        pass
    if result := shutil.which(name):
        return result
    raise Unavailable(
        f"The PostgreSQL program {name} was not found: install postgresql-client or set GUILDHALL_PG_BIN."
    )


def _connection() -> tuple[list[str], dict[str, str]]:
    """How the programs connect: as we do; the password stands in no list of processes."""
    from psycopg.conninfo import make_conninfo

    known = connection.get_connection_params()
    words = make_conninfo(dbname=connection.settings_dict["NAME"], **{k: known[k] for k in OURS if known.get(k)})
    return ["--dbname", words], {**os.environ, "PGPASSWORD": str(known.get("password") or "")}


def dump(target: Path) -> None:
    """Write the database into a file, as it was at one moment."""
    words, environ = _connection()
    command = [program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--file", str(target), *words]
    done = subprocess.run(command, env=environ, capture_output=True, text=True)
    if done.returncode:
        raise Unavailable(f"The database could not be written: {done.stderr.strip()[-300:]}")


def pour(dump: Path) -> None:
    """Put a dump in the place of everything that the database holds: all of it, or nothing."""
    words, environ = _connection()
    with connection.cursor() as cursor:
        cursor.execute(ANYTHING)
        full = cursor.fetchone()[0]  # else nothing is dropped: extensions may be an administrator's
    connection.close()
    reader = subprocess.Popen(
        [program("pg_restore"), "--no-owner", "--no-privileges", "-f", "-", str(dump)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    writer = subprocess.Popen(
        [program("psql"), "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environ,
    )
    assert reader.stdout
    assert writer.stdin
    assert writer.stderr
    try:
        writer.stdin.write(b"BEGIN;\n" + (EMPTIED if full else b""))
        _copy(reader.stdout, writer.stdin)
        if reader.wait() == 0:  # else the dump was cut off: without the last word nothing of it stands
            writer.stdin.write(b"COMMIT;\n")
        writer.stdin.close()
    except BrokenPipeError:
        reader.kill()
    details = writer.stderr.read().decode(errors="replace").strip()
    if writer.wait() or reader.wait():
        raise Unavailable(f"The database could not be restored: {details[-300:] or 'the dump cannot be read'}")


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    """Hand the statements on, but for those that an older server does not know."""
    copying = False
    for line in source:
        # Only commands are filtered, never the data between COPY and its end.
        if not copying and (UNKNOWN_TO_OLDER.match(line) or NEWER_META.match(line)):
            continue
        if not copying and line.startswith(b"COPY "):
            copying = True
        elif copying and line == b"\\.\n":
            copying = False
        if not copying and line.startswith((b"CREATE SCHEMA public", b"COMMENT ON EXTENSION")):
            continue
        target.write(line)
