"""Which database a home belongs to: one identifier, written down in the home and in the database (ADR 18).

A home and a database that do not know each other are never brought together: files, journal heads and erasures of one
would be taken for those of the other, and an empty database for an empty region.
"""

import json
import os
import re
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from guildhall.lib.private_files import rewritten_file
from guildhall.project.programs import Unavailable

EMBEDDED, EXTERNAL = "postgres", "DATABASE_URL"  # where the data of a home are: its folder, or elsewhere
LOCK = 7_041_777  # any number that only we use
MARK = re.compile(r"Guildhall installation ([0-9a-f-]{36})")
READ = """SELECT current_database(), shobj_description(oid, 'pg_database') FROM pg_database
          WHERE datname = current_database()"""
TO_WRITE = "SELECT format('COMMENT ON DATABASE %%I IS %%L', current_database(), %s::text)"


@dataclass(frozen=True)
class Record:
    """What a home says: which database it belongs to, and where that is."""

    identifier: str
    data: str


def record_of(home: Path) -> Record | None:
    """What a home says, None while it has said nothing. Raises `Unavailable` where it cannot be read."""
    path = home / "database.json"
    try:
        return Record(**json.loads(path.read_text()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise Unavailable(
            f"{path}, which says to which database this home belongs, cannot be read ({error}): put it back as it was."
        ) from error


def pair(home: Path, cursor: Any, data: str) -> None:
    """Let a home and the database behind a cursor know each other; raise `Unavailable` where they are strangers.

    Of several that meet a new database at the same moment, one says what it is called.
    """
    cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        _pair(home, cursor, data)
    finally:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _pair(home: Path, cursor: Any, data: str) -> None:
    kept = record_of(home)
    cursor.execute(READ)
    name, words = cursor.fetchone()
    match = MARK.search(words or "")
    if kept and (not match or match[1] != kept.identifier):
        raise Unavailable(_strangers(home, kept, name, match[1] if match else ""))
    identifier = match[1] if match else str(uuid.uuid4())
    if not match:
        _mark(cursor, "\n".join(filter(None, [words, f"Guildhall installation {identifier}"])))
    if kept != (record := Record(identifier, data)):
        _write(home, record)


def _strangers(home: Path, kept: Record, name: str, found: str) -> str:
    other = f"is installation {found}" if found else "does not say which installation it is"
    return (
        f"The folder {home} belongs to installation {kept.identifier}, but the database {name} {other}. Nothing was "
        "changed. Choose the GUILDHALL_HOME (and DATABASE_URL) that belong together; where the database is that one, "
        f'restored by other means, say so in it: COMMENT ON DATABASE "{name}" IS \'Guildhall installation '
        f"{kept.identifier}'."
    )


def _mark(cursor: Any, words: str) -> None:
    import psycopg  # late: settings are read without it

    cursor.execute(TO_WRITE, [words])
    statement = cursor.fetchone()[0]
    try:
        cursor.execute(statement)
    except Exception as error:
        cause = error.__cause__ or error
        if isinstance(cause, psycopg.errors.InsufficientPrivilege):
            raise Unavailable(
                "The role of DATABASE_URL does not own its database, so it cannot write down which installation that "
                f"is. Hand this to its administrator, then run the command again: {statement};"
            ) from error
        raise


def _write(home: Path, record: Record) -> None:
    part = home / f"database.json.{os.getpid()}"
    with rewritten_file(part) as file:
        file.write((json.dumps(asdict(record), indent=2) + "\n").encode())
        file.flush()
        os.fsync(file.fileno())
    part.replace(home / "database.json")
