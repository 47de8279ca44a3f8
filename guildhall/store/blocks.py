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
    which is hardly faster, is refused by the database where that is on. What all rows have in common travels once.
    """
    lines, inserted = iter(rows), 0
    with connection.cursor() as cursor:
        while block := list(islice(lines, AT_ONCE)):
            once, many = _parted(columns, list(zip(*block, strict=True)))
            statement, values = _insertion(model, tuple(once), tuple(many), ignore_conflicts)
            cursor.execute(statement, [*values, *map(as_array, once.values()), *map(as_array, many.values())])
            inserted += cursor.rowcount
    return inserted


Columns = dict[str, Sequence[Any]]


def _parted(names: Sequence[str], columns: Sequence[Sequence[Any]]) -> tuple[Columns, Columns]:
    """The columns in which all rows hold the very same object, with that alone, and the others; never the first one,
    which says how many rows there are.
    """
    once: Columns = {}
    many = dict(zip(names, columns, strict=True))
    for name in names[1:]:
        if len(set(map(id, many[name]))) == 1:
            once[name] = many.pop(name)[:1]
    return once, many


@lru_cache(maxsize=200)
def _insertion(
    model: type[models.Model], once: tuple[str, ...], many: tuple[str, ...], ignore_conflicts: bool
) -> tuple[sql.Composed, tuple[Any, ...]]:
    by_column = {field.column: field for field in model._meta.concrete_fields}
    names, values = _defaults(model, once + many)
    fields = [by_column[column] for column in many]
    given = [sql.SQL("v.{}::{}").format(sql.Identifier(f.column), sql.SQL(_type(f))) for f in fields]
    same = [sql.SQL("%s::" + _type(by_column[name])) for name in names]
    statement = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM unnest({}) AS v({})").format(
        sql.Identifier(model._meta.db_table),
        _listed(names + once + many),
        sql.SQL(", ").join([*same, *(_only(by_column[column]) for column in once), *given]),
        _arrays(fields),
        _listed(many),
    )
    return statement + sql.SQL(" ON CONFLICT DO NOTHING" if ignore_conflicts else ""), values


def _only(field: Any) -> sql.SQL:
    """The one element of an array, as a value of a column."""
    return sql.SQL(f"(%s::{_sent_as(field)}[])[1]::{_type(field)}")


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
    if kinds == {UUID}:
        return (
            "{" + ",".join([value.hex for value in values]) + "}"
        )  # the database reads that as well, at half the cost
    if kinds == {str}:
        text = '"' + '","'.join(values) + '"'
        if "\\" not in text and text.count('"') == 2 * len(values):  # nothing in it stands for something else
            return "{" + text + "}"
    return "{" + ",".join([_element(value) for value in values]) + "}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, UUID):
        return value.hex
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
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns: list[list[Any]] = [[row.pk for row in rows]]
    for field in fields:
        values = (field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows)
        columns.append([_as_value(value) for value in values])
    by_column = {field.column: field for field in fields}
    once, many = _parted([key.column, *by_column], columns)
    changed = [by_column[column] for column in many if column != key.column]
    sets = [sql.SQL("{} = {}").format(sql.Identifier(name), _only(by_column[name])) for name in once]
    sets += [sql.SQL("{0} = v.{0}::{1}").format(sql.Identifier(f.column), sql.SQL(_type(f))) for f in changed]
    statement = sql.SQL("UPDATE {} AS t SET {} FROM unnest({}) AS v({}) WHERE t.{key} = v.{key}").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sets),
        _arrays([key, *changed]),
        _listed(list(many)),
        key=sql.Identifier(key.column),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*map(as_array, once.values()), *map(as_array, many.values())])


def _as_value(value: Any) -> Any:
    """JSON travels as text inside an array."""
    return value.dumps(value.obj) if isinstance(value, Jsonb) and value.dumps else value
