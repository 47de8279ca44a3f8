"""Several lists counted in one statement."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import EmptyResultSet


def counts(lists: Sequence[QuerySet[Any] | None]) -> list[int]:
    """How many rows each list holds; none for a list that is not there."""
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
    if all(part == "0" for part in parts):
        return [0] * len(parts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return [int(n) for n in cursor.fetchone()]
