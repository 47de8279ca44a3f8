"""What a request left behind: the tables and files that differ, and taking everything back."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, transaction

# Tables that requests may write to whatever becomes of them: who was shown or asked what, how often, who is signed in.
UNWATCHED = {
    "audit_access",
    "people_allowance",
    "prospects_probe",
    "django_session",
    "django_cache",
    "usersessions_usersession",
    "visitors_visitorsession",
}
_WRITE = re.compile(
    r'\b(?:INSERT INTO|DELETE FROM|TRUNCATE(?: TABLE)?|UPDATE)\s+"?(?!SET\b|OF\b|SKIP\b|NOWAIT\b)(\w+)', re.I
)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def watched_tables() -> list[str]:
    """Every table whose change means that something happened."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    return sorted(set(tables) - UNWATCHED)


def digest(tables: Iterable[str] | None = None) -> dict[str, str]:
    """One hash per watched table over all its rows."""
    parts = {}
    with connection.cursor() as cursor:
        for table in watched_tables() if tables is None else sorted(set(tables)):
            cursor.execute(
                "SELECT md5(coalesce(string_agg(h, '' ORDER BY h), '')) "
                f'FROM (SELECT md5(t::text) h FROM "{table}" t) x'
            )
            parts[table] = cursor.fetchone()[0]
    return parts


def files() -> list[str]:
    """The files of the installation, with their sizes."""
    root = settings.FILES
    return (
        sorted(f"{p.relative_to(root)} {p.stat().st_size}" for p in root.rglob("*") if p.is_file())
        if root.exists()
        else []
    )


def forget_new_files(kept: list[str]) -> list[str]:
    """Remove the files that came since, and name them: no transaction takes files back."""
    new = sorted(set(files()) - set(kept))
    for line in new:
        (settings.FILES / line.rpartition(" ")[0]).unlink()
    return new


@contextmanager
def writes() -> Iterator[list[str]]:
    """The watched tables that statements inside wrote to: only those can differ, so only they are hashed again."""
    found: list[str] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        found.extend(t for t in _WRITE.findall(str(sql)) if t not in UNWATCHED)
        if "procrastinate_defer" in str(sql):
            found.append("procrastinate_jobs")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found
