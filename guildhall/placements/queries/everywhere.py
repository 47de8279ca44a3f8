"""How many people of all institutions some rows count: one's own exactly, those of others in full tens (R6)."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, IntegerField, Q, QuerySet, Value

from guildhall.placements.models import Experience
from guildhall.placements.queries.figures import Cell

EACH = """
SELECT what, count(*), count(*) FILTER (WHERE here > 0), count(*) FILTER (WHERE there > 0),
  count(*) FILTER (WHERE here = 0)
FROM ({}) AS people GROUP BY what"""


def people_in(lists: Mapping[str, QuerySet[Any]], own: Iterable[UUID]) -> dict[str, Cell]:
    """The different people of each list of placements or participations, those of some institutions among them.

    One statement. Whoever calls it reads everybody's rows as a keeper; what of a cell may be told, the cell says.
    """
    here, names = Q(institution__in=list(own)), list(lists)
    parts: list[str] = []
    params: list[Any] = []
    for n, rows in enumerate(lists.values()):
        who = "counts_as" if issubclass(rows.model, Experience) else "student"
        of_each = {"here": Count("pk", filter=here), "there": Count("pk", filter=~here)}
        each = rows.order_by().values(each=F(who)).annotate(**of_each)
        try:
            sql, more = each.annotate(what=Value(n, IntegerField())).query.sql_with_params()
        except EmptyResultSet:  # a list that nothing can be in has no statement
            continue
        parts.append(f"({sql})")
        params += more
    if not parts:
        return dict.fromkeys(names, Cell())
    with connection.cursor() as cursor:
        cursor.execute(EACH.format(" UNION ALL ".join(parts)), params)
        found = {names[what]: Cell(people, 0, *more) for what, people, *more in cursor.fetchall()}
    return {name: found.get(name, Cell()) for name in names}
