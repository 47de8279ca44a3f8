"""Several lists counted in one statement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import EmptyResultSet


@dataclass(frozen=True)
class Since:
    """A list of which is counted what lies after each of some points of time: read once, as many numbers."""

    rows: QuerySet[Any]
    column: str
    points: Sequence[date]


Counted = QuerySet[Any] | Since | None


def counts(lists: Sequence[Counted]) -> list[int]:
    """How many rows each list holds; none for a list that is not there."""
    parts: list[str] = []
    params: list[Any] = []
    for rows in lists:
        sql, own = _part(rows)
        parts.append(sql)
        params += own
    if all(part == "0" for part in parts):
        return list(chain.from_iterable(_numbers(0, rows) for rows in lists))
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return list(chain.from_iterable(map(_numbers, cursor.fetchone(), lists)))


def _part(rows: Counted) -> tuple[str, list[Any]]:
    """What a statement asks to count one list."""
    listed = rows.rows if isinstance(rows, Since) else rows
    columns = ("pk", rows.column) if isinstance(rows, Since) else ("pk",)
    try:
        if listed is None:
            raise EmptyResultSet
        sql, own = listed.order_by().values(*columns).query.sql_with_params()
    except EmptyResultSet:  # a list that nothing can be in has no statement
        return "0", []
    if not isinstance(rows, Since):
        return f"(SELECT count(*) FROM ({sql}) AS list)", list(own)  # noqa: S608  the statement is Django's own
    name = connection.ops.quote_name(rows.column)
    each = ", ".join(f"count(*) FILTER (WHERE list.{name} >= %s)" for _point in rows.points)
    return f"(SELECT ARRAY[{each}] FROM ({sql}) AS list)", [*rows.points, *own]  # noqa: S608  the same


def _numbers(found: Any, rows: Counted) -> Iterator[int]:
    if isinstance(rows, Since):
        yield from found or [0] * len(rows.points)
    else:
        yield int(found)
