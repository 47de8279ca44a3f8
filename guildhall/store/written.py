"""Expressions written in SQL, for what every page asks: who may see what, and the panel of an employer."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from string import Formatter
from typing import Any, TypeVar, get_args, get_type_hints
from uuid import UUID

from django.db.models import BooleanField, Func, JSONField, Value

T = TypeVar("T")
READERS: dict[Any, Callable[[str], Any]] = {
    UUID: UUID,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}


class Written(Func):
    """An expression whose text is written out, with columns and values where it names them: `{holder}`, `{today}`.

    Django builds it as one node, where the same out of lookups is a dozen. A string names a column, as in `F`;
    anything else is a value. A part may be named several times. The text says the type of a value (`::uuid[]`).
    """

    text = ""

    def __init__(self, **parts: Any) -> None:
        self.names = tuple(parts)
        super().__init__(*(one if isinstance(one, str) else Value(one) for one in parts.values()))

    def as_sql(self, compiler: Any, connection: Any, **_options: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        parts = dict(zip(self.names, map(compiler.compile, self.get_source_expressions()), strict=True))
        sql, params = "", []
        for text, name in _pieces(self.text):
            sql += text
            if name:
                sql += parts[name][0]
                params += parts[name][1]
        return sql, params


class Condition(Written):
    """A written condition. It is never NULL: `exclude` turns it round as it is."""

    output_field = BooleanField()


class JSON(Written):
    """A written JSON value: rows of other tables beside a row, which `typed` makes into what they are."""

    output_field = JSONField()


def written(text: str, **parts: str) -> str:
    """A text with some of its parts written in, for use within another."""
    for name, part in parts.items():
        text = text.replace(f"{{{name}}}", part)
    return text


@cache
def _pieces(text: str) -> list[tuple[str, str | None]]:
    return [(before, name) for before, name, _spec, _conversion in Formatter().parse(text)]


def typed(kind: type[T], rows: Iterable[dict[str, Any]]) -> list[T]:
    """Decoded JSON objects as instances of a dataclass: days, moments and identifiers become such, names must fit."""
    readers = _readers(kind)
    return [
        kind(**{name: readers[name](value) if value is not None else None for name, value in row.items()})
        for row in rows
    ]


@cache
def _readers(kind: type) -> dict[str, Callable[[Any], Any]]:
    """By field, what makes its value of what JSON holds."""
    hints = get_type_hints(kind)
    return {one.name: _reader(hints[one.name]) for one in fields(kind)}  # type: ignore[arg-type]


def _reader(hint: Any) -> Callable[[Any], Any]:
    candidates = [hint, *get_args(hint)]  # of `date | None` the date
    return next((READERS[one] for one in candidates if one in READERS), lambda value: value)
