"""Conditions on what a row names, asked row by row."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet


def none_or_among(name: str, rows: QuerySet[Any]) -> Q:
    """A row that names none there, or one of `rows`, such as those that somebody sees.

    `IN` beside an `OR` has PostgreSQL read all of `rows`, a million employers for ten members of a board.
    """
    return Q(**{name: None}) | Q(Exists(rows.filter(pk=OuterRef(name))))
