"""Blocks of rows, written in one go (DESIGN decision 14, ADR 15)."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models.expressions import RawSQL
from psycopg import sql
from psycopg.types.json import Jsonb

AT_ONCE = 5_000  # rows of one statement
GIVEN = (models.AutoField, models.GeneratedField)  # by the database
Rows = Iterable[tuple[Any, ...]]


def insert_values(
    model: type[models.Model], columns: tuple[str, ...], rows: Rows, *, ignore_conflicts: bool = False
) -> int:
    """Insert rows of a model from the values of some columns; the others get their defaults. Returns how many.

    For thousands of rows: no instances are made, and keys that the database gives are not read back. JSON comes as
    text, identifiers may come as text. Each column travels as one array, and row-level security asks every row: COPY,
    which is hardly faster, is refused by the database where that is on.
    """
    statement, values = _insertion(model, columns)
    if ignore_conflicts:
        statement += sql.SQL(" ON CONFLICT DO NOTHING")
    lines, inserted = iter(rows), 0
    with connection.cursor() as cursor:
        while block := list(islice(lines, AT_ONCE)):
            cursor.execute(statement, [*values, *(as_array(column) for column in zip(*block, strict=True))])
            inserted += cursor.rowcount
    return inserted


@lru_cache(maxsize=100)
def _insertion(model: type[models.Model], columns: tuple[str, ...]) -> tuple[sql.Composed, tuple[Any, ...]]:
    by_column = {field.column: field for field in model._meta.concrete_fields}
    names, values = _defaults(model, columns)
    fields = [by_column[column] for column in columns]
    given = [sql.SQL("v.{}::{}").format(sql.Identifier(f.column), sql.SQL(_type(f))) for f in fields]
    same = [sql.SQL("%s::" + _type(by_column[name])) for name in names]
    statement = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM unnest({}) AS v({})").format(
        sql.Identifier(model._meta.db_table),
        _listed(names + columns),
        sql.SQL(", ").join([*same, *given]),
        _arrays(fields),
        _listed(columns),
    )
    return statement, values


def _listed(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _arrays(fields: Sequence[Any]) -> sql.Composed:
    return sql.SQL(", ").join(sql.SQL(f"%s::{_sent_as(field)}[]") for field in fields)


def _type(field: Any) -> str:
    """A column's type; text for words of limited length, because a cast to these would cut off what is too long."""
    return re.sub(r"^varchar(\(\d+\))?", "text", str(field.db_type(connection)))


def _sent_as(field: Any) -> str:
    """How the values of a column travel inside an array: JSON and lists as text."""
    return "text" if isinstance(field, (ArrayField, models.JSONField)) else _type(field)


def among(values: Iterable[Any], kind: str = "uuid") -> RawSQL:
    """Thousands of values for a filter ending in `__in`, as one parameter: Django's own list makes one of each."""
    return RawSQL(f"SELECT unnest(%s::{kind}[])", [as_array(values)])  # noqa: S611  the kind is a word of ours


def as_array(values: Iterable[Any]) -> str:
    """An array as the database writes one: four times as fast as the driver, and values may be of several kinds."""
    values = list(values)
    kinds = set(map(type, values))
    if kinds == {int}:
        return "{" + ",".join(map(str, values)) + "}"
    if kinds == {str}:
        text = '"' + '","'.join(values) + '"'
        if "\\" not in text and text.count('"') == 2 * len(values):  # nothing in it stands for something else
            return "{" + text + "}"
    return "{" + ",".join([_element(value) for value in values]) + "}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, UUID):
        return value.hex  # which the database reads as well, at half the cost
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, (bytes, memoryview)):
        return f'"\\\\x{value.hex()}"'
    text = as_array(value) if isinstance(value, (list, tuple)) else str(value)
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


@lru_cache(maxsize=100)
def _defaults(model: type[models.Model], columns: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """The columns that are not given and may not be empty, with the values that the model gives them."""
    known = {field.column for field in model._meta.concrete_fields}
    assert known.issuperset(columns), f"{model.__name__} has no {set(columns) - known}"
    by_key = {}
    for field in model._meta.concrete_fields:
        if field.column not in columns and not field.null and not isinstance(field, GIVEN):
            value = _as_value(field.get_db_prep_save(field.get_default(), connection))
            assert value is not None, f"{model.__name__}.{field.name} must be given"
            by_key[field.column] = value
    return tuple(by_key), tuple(by_key.values())


def update_rows(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write some columns of many rows in one statement."""
    if not rows:
        return
    model = type(rows[0])
    key = model._meta.pk
    fields = [model._meta.get_field(name) for name in names]
    arrays = [as_array(row.pk for row in rows)]
    for field in fields:
        values = (field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows)
        arrays.append(as_array(map(_as_value, values)))
    sets = sql.SQL(", ").join(
        sql.SQL("{} = v.{}::{}").format(sql.Identifier(f.column), sql.Identifier(f"c{n}"), sql.SQL(_type(f)))
        for n, f in enumerate(fields, 1)
    )
    statement = sql.SQL("UPDATE {} AS t SET {} FROM unnest({}) AS v({}) WHERE t.{} = v.c0").format(
        sql.Identifier(model._meta.db_table),
        sets,
        _arrays([key, *fields]),
        _listed([f"c{n}" for n in range(len(arrays))]),
        sql.Identifier(key.column),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, arrays)


def _as_value(value: Any) -> Any:
    """JSON travels as text inside an array."""
    return value.dumps(value.obj) if isinstance(value, Jsonb) and value.dumps else value
