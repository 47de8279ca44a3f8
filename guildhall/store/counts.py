"""Several lists counted in one statement."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import EmptyResultSet

from guildhall.store.prepared import Fixed, Params, apart, keeping

Lists = Sequence[QuerySet[Any] | None]


def counts(lists: Lists) -> list[int]:
    """How many rows each list holds; none for a list that is not there."""
    parts, params = _statement(lists)
    return _run(parts, params)


def prepared_counts(build: Callable[..., Lists], *fixed: Any) -> list[int]:
    """The same for the lists `build(*fixed)`, whose statement is kept for the next time: see `prepared`."""
    parts, params = _kept(build, tuple(Fixed(value) for value in fixed))
    return _run(parts, params.filled({}))


@keeping
def _kept(build: Callable[..., Lists], fixed: tuple[Fixed, ...]) -> tuple[list[str], Params]:
    with apart():
        parts, params = _statement(build(*(one.value for one in fixed)))
        return parts, Params(params, {})


def _statement(lists: Lists) -> tuple[list[str], list[Any]]:
    parts: list[str] = []
    params: list[Any] = []
    for rows in lists:
        try:
            if rows is None:
                raise EmptyResultSet
            sql, own = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:  # a list that nothing can be in has no statement
            parts.append("0")
        else:
            parts.append(f"(SELECT count(*) FROM ({sql}) AS list)")  # noqa: S608  the statement is Django's own
            params += own
    return parts, params


def _run(parts: list[str], params: Sequence[Any]) -> list[int]:
    if not any(part != "0" for part in parts):
        return [0] * len(parts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return [int(n) for n in cursor.fetchone()]
