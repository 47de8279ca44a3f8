"""Blocks of rows, written in one go (DESIGN decision 14)."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb

CASTS = {"JSONField": "jsonb", "UUIDField": "uuid", "DateTimeField": "timestamptz", "DateField": "date",
         "BooleanField": "boolean", "IntegerField": "integer", "ForeignKey": "uuid", "OneToOneField": "uuid",
         "SearchVectorField": "tsvector", "BigAutoField": "bigint", "SmallIntegerField": "smallint",
         "BinaryField": "bytea"}  # fmt: skip


def _columns(model: type[models.Model], *, with_key: bool) -> list[Any]:
    fields = list(model._meta.concrete_fields)
    return fields if with_key else [f for f in fields if not f.primary_key]


def copy_rows(rows: Sequence[models.Model]) -> None:
    """Insert model instances with COPY. Keys that the database gives are not read back."""
    if not rows:
        return
    fields = _columns(type(rows[0]), with_key=rows[0].pk is not None)
    values = attrgetter(*(field.attname for field in fields))
    # Only JSON needs preparing; the driver knows the other types as they are.
    prepared = [(n, f) for n, f in enumerate(fields) if f.get_internal_type() == "JSONField"]
    lines: Iterable[Sequence[Any]] = map(values, rows)
    if prepared:
        lines = (_prepared(list(line), prepared) for line in lines)
    copy_tuples(type(rows[0])._meta.db_table, [field.column for field in fields], lines)
    for row in rows:  # they are in the table now: a later save() is an update
        row._state.adding, row._state.db = False, connection.alias


def _prepared(line: list[Any], fields: Sequence[tuple[int, Any]]) -> list[Any]:
    for n, field in fields:
        line[n] = field.get_db_prep_save(line[n], connection)
    return line


def copy_values(model: type[models.Model], columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows of a model from the values of some columns; the others get their defaults.

    For thousands of rows: no instances are made. JSON comes as text, identifiers may come as text.
    """
    names, values = _defaults(model, columns)
    lines = (row + values for row in rows) if values else rows
    copy_tuples(model._meta.db_table, columns + names, lines)


@lru_cache(maxsize=100)
def _defaults(model: type[models.Model], columns: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """The columns that are not given and may not be empty, with the values that the model gives them."""
    known = {field.column for field in model._meta.concrete_fields}
    assert known.issuperset(columns), f"{model.__name__} has no {set(columns) - known}"
    found = {}
    for field in model._meta.concrete_fields:
        if field.column not in columns and not field.null and not isinstance(field, models.AutoField):
            value = _plain(field.get_db_prep_save(field.get_default(), connection))
            assert value is not None, f"{model.__name__}.{field.name} must be given"
            found[field.column] = value
    return tuple(found), tuple(found.values())


def copy_tuples(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert plain values with COPY."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    # The driver's own cursor copies, so its errors are turned into Django's here.
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def update_rows(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write some columns of many rows in one statement."""
    if not rows:
        return
    model = type(rows[0])
    key = model._meta.pk
    fields = [model._meta.get_field(name) for name in names]
    arrays: list[list[Any]] = [[row.pk for row in rows]]
    for field in fields:
        arrays.append([_plain(field.get_db_prep_save(getattr(row, field.attname), connection)) for row in rows])
    types = [_cast(key), *(_cast(field) for field in fields)]
    places = sql.SQL(", ").join(sql.SQL("%s::{}[]").format(sql.SQL("text" if t == "jsonb" else t)) for t in types)
    sets = sql.SQL(", ").join(
        sql.SQL("{} = v.{}").format(sql.Identifier(f.column), sql.SQL(f"c{n}" + ("::jsonb" if t == "jsonb" else "")))
        for n, (f, t) in enumerate(zip(fields, types[1:], strict=True), 1)
    )
    names_of = sql.SQL(", ").join(sql.SQL(f"c{n}") for n in range(len(arrays)))
    statement = sql.SQL("UPDATE {} AS t SET {} FROM unnest({}) AS v({}) WHERE t.{} = v.c0").format(
        sql.Identifier(model._meta.db_table), sets, places, names_of, sql.Identifier(key.column)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, arrays)


def _cast(field: Any) -> str:
    return CASTS.get(field.get_internal_type(), "text")


def _plain(value: Any) -> Any:
    """JSON travels as text inside an array."""
    return value.dumps(value.obj) if isinstance(value, Jsonb) and value.dumps else value
