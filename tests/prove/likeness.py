"""Whether two databases hold the same, identifiers and moments apart.

Every row becomes a digest of its own values and, round by round, of the digests of the rows that it points to, by
a foreign key or by naming an identifier in a column or a JSON text. Two runs that made the same records under other
identifiers give the same digests; a row that is doubled, half or hung elsewhere does not.
"""

import hashlib
import re
from collections import Counter, defaultdict
from typing import Any

from tests.prove.stage import Installation

# What a run leaves behind beside its records: jobs, sessions, counters, the journal (it has its own check).
BESIDE = ("procrastinate_", "django_", "auth_", "audit_", "account_", "mfa_", "usersessions_", "people_allowance",
          "outbox_", "imports_", "prospects_probe", "queue_")  # fmt: skip
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MOMENT = ("timestamp with time zone", "date", "timestamp without time zone")
OF_THE_MOMENT = ("last_login", "language")  # what signing in writes to a person
ROUNDS = 3

Digests = dict[str, Counter[str]]


def tables(installation: Installation, beside: tuple[str, ...]) -> list[str]:
    found = installation.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [name for (name,) in found if not name.startswith(beside)]


def _columns(installation: Installation, table: str) -> list[tuple[str, str]]:
    return installation.sql(  # type: ignore[return-value]
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s ORDER BY 1", table
    )


def _links(installation: Installation, table: str) -> dict[str, str]:
    """Column to table, for foreign keys."""
    return dict(
        installation.sql(
            """SELECT a.attname, c.confrelid::regclass::text FROM pg_constraint c
               JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
               WHERE c.contype = 'f' AND c.conrelid = %s::regclass""",
            table,
        )  # type: ignore[arg-type]
    )


class _Row:
    __slots__ = ("key", "plain", "refs", "digest")

    def __init__(self, key: Any, plain: str, refs: list[tuple[str, str, Any]]) -> None:
        self.key, self.plain, self.refs = key, plain, refs
        self.digest = _hash(plain)


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def _read(installation: Installation, table: str) -> list[_Row]:
    columns, links = _columns(installation, table), _links(installation, table)
    names = [name for name, _type in columns]
    listed = ", ".join(f'"{name}"::text' for name in names)
    rows = []
    key_at = names.index("id") if "id" in names else None
    for values in installation.sql(f'SELECT {listed} FROM "{table}"'):
        plain, refs = [], []
        for at, ((name, kind), value) in enumerate(zip(columns, values, strict=True)):
            if value is None or at == key_at or name in OF_THE_MOMENT:
                continue
            if name in links:
                refs.append((name, links[name], value))
            elif kind in _MOMENT:
                plain.append(f"{name}=a moment")
            else:
                refs += [(name, "", found) for found in _ID.findall(value)]
                plain.append(f"{name}={_ID.sub('*', value)}")
        primary = key_at if key_at is not None else next((names.index(n) for n in links), 0)
        rows.append(_Row(values[primary], "\x1f".join(plain), refs))
    return rows


def digests(installation: Installation, beside: tuple[str, ...] = BESIDE) -> Digests:
    """Per table the digests of its rows, with how often each occurs."""
    rows = {table: _read(installation, table) for table in tables(installation, beside)}
    for _round in range(ROUNDS):
        by_key = {(table, row.key): row.digest for table, found in rows.items() for row in found}
        by_id: dict[str, str] = {key: digest for (_table, key), digest in by_key.items() if key and len(key) == 36}
        fresh = []
        for found in rows.values():
            for row in found:
                told = defaultdict(list)
                for name, table, key in row.refs:
                    told[name].append(by_key.get((table, key)) if table else by_id.get(key, "unknown"))
                parts = [f"{name}>{','.join(map(str, keys))}" for name, keys in sorted(told.items())]
                fresh.append((row, _hash(row.plain + "\x1e" + "\x1f".join(parts))))
        for row, digest in fresh:
            row.digest = digest
    return {table: Counter(row.digest for row in found) for table, found in rows.items()}


def differences(one: Digests, other: Digests) -> list[str]:
    """Where two databases differ: a table, how many rows only the first holds, how many only the second."""
    found = []
    for table in sorted(one.keys() | other.keys()):
        mine, theirs = one.get(table, Counter()), other.get(table, Counter())
        if mine != theirs:
            more, less = (mine - theirs).total(), (theirs - mine).total()
            found.append(f"{table}: {more} rows only in the first, {less} only in the second")
    return found
