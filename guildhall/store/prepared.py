"""Statements that are built once and then run with other values.

Building a large statement out of querysets takes longer than running it. What decides its shape is given first (a
person with all that the person may see, an institution); what differs from run to run is named: identifiers and days.
Nothing that was read is kept, only how to ask: two processes never differ, and a right that is lost is lost at once,
because a person with other rights is another key.
"""

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import EmptyResultSet

from guildhall.lib import clock
from guildhall.lib.once import within_request

KEPT = 400  # statements a process
ERA = datetime(4000, 6, 15, 20, 7, 13, 123457, tzinfo=UTC)  # "now" while a statement is built: shifted when it is run
OF_ERA = re.compile(r"\b[3-7]\d{3}-\d\d-\d\d\b")  # a day of these years, written out
ERA_BEGINS, MARKED = 3000, 8000  # years from which a day stands for one near today, and for one that is named
DAY = timedelta(1)
T = TypeVar("T")


class NotPreparable(Exception):
    """A statement that cannot be run with other values, or that was built out of what stands in the database."""


def prepared(build: Callable[..., QuerySet[Any]], *fixed: Any, **values: UUID | date) -> list[Any]:
    """The rows of `build(*fixed, **values)`, a queryset of model instances, whose statement is kept for the next time.

    `build` depends on nothing but its arguments and the clock, and uses each value only as a value.
    Raises `NotPreparable` where it asks the database, loses a value, or reckons with parts of days.
    """
    shape = tuple((name, type(value)) for name, value in values.items())
    return _built(build, tuple(Fixed(value) for value in fixed), shape).rows(values)


@dataclass(frozen=True)
class Fixed:
    """An argument that decides the shape: equal where all that a statement can read of it is equal."""

    key: Hashable

    def __init__(self, value: Any) -> None:
        object.__setattr__(self, "value", value)
        sight = getattr(value, "sight", None)
        object.__setattr__(self, "key", (type(value), value if sight is None else sight))


_CACHES: list[Any] = []


def keeping(build: Callable[..., T]) -> Callable[..., T]:
    """Keep what a function returns for its arguments: the latest few hundred statements of this process."""
    kept = lru_cache(maxsize=KEPT)(build)
    _CACHES.append(kept)
    return kept


@keeping
def _built(build: Any, fixed: tuple[Any, ...], shape: tuple[tuple[str, type], ...]) -> "_Rows":
    markers = {name: _marker(kind, n) for n, (name, kind) in enumerate(shape)}
    with apart():
        return _Rows(build(*(one.value for one in fixed), **markers), markers)


def forget_statements() -> None:
    """Build every statement anew from now on: for tests that change how one is built."""
    for kept in _CACHES:
        kept.cache_clear()


def _marker(kind: type, n: int) -> Any:
    if issubclass(kind, UUID):
        return uuid4()
    if kind is date:
        return date(MARKED, 1, 1) + timedelta(n)
    raise NotPreparable(f"{kind.__name__} is no kind of value that a statement can be run with.")


@contextmanager
def apart() -> Iterator[None]:
    """Build apart from what is so at this moment: another time, and no asking of the database."""

    def refuse(*_: Any) -> None:
        raise NotPreparable("It asked the database while it was built: hand in what it needs.")

    with clock.at(ERA), within_request(), connection.execute_wrapper(refuse):
        yield


class Params:
    """The parameters of a statement built `apart`, and which of them differ from run to run."""

    def __init__(self, params: Sequence[Any], markers: dict[str, Any]) -> None:
        self.params, self.base = list(params), clock.today()
        by_marker = {marker: name for name, marker in markers.items()}
        self.named = [(n, by_marker[p]) for n, p in enumerate(params) if _is_plain(p) and p in by_marker]
        self.shifted = [n for n, p in enumerate(params) if isinstance(p, date) and ERA_BEGINS <= p.year < MARKED]
        rest = [p for n, p in enumerate(params) if n not in {*(n for n, _name in self.named), *self.shifted}]
        if lost := set(markers) - {name for _n, name in self.named}:
            raise NotPreparable(f"Not a value of the statement: {', '.join(sorted(lost))}.")
        if any(_holds_marker(p, markers.values()) for p in rest):
            raise NotPreparable("A value stands inside another.")
        for n in self.shifted:
            if isinstance(moment := params[n], datetime) and (moment - ERA) % DAY:
                raise NotPreparable("A moment that is not a whole number of days from now.")

    def filled(self, values: dict[str, Any]) -> tuple[Any, ...]:
        """The parameters of one run."""
        found = list(self.params)
        for n, name in self.named:
            found[n] = values[name]
        if self.shifted:
            now, today = clock.now(), clock.today()
            for n in self.shifted:
                was = found[n]
                found[n] = now + (was - ERA) if isinstance(was, datetime) else today + (was - self.base)
        return tuple(found)


def _is_plain(value: Any) -> bool:
    return isinstance(value, (UUID, date))


def _holds_marker(value: Any, markers: Any) -> bool:
    if isinstance(value, (list, tuple, set)):
        return any(_holds_marker(one, markers) for one in value)
    if isinstance(value, date):
        return value.year >= ERA_BEGINS
    text = str(value)
    if isinstance(value, str) and OF_ERA.search(text):  # a day in words; digits alone stand in many an identifier
        return True
    return any(str(m) in text or (isinstance(m, UUID) and m.hex in text) for m in markers)


class _Rows:
    """One statement that reads rows."""

    def __init__(self, rows: QuerySet[Any], markers: dict[str, Any]) -> None:
        if rows._iterable_class is not ModelIterable or rows._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise NotPreparable("Rows of a model alone, without lists read afterwards.")
        self.model = rows.model
        self.compiler: Any = rows.query.get_compiler(connection=connection)
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, params, markers = "", (), {}
        self.params = Params(params, markers)

    def rows(self, values: dict[str, Any]) -> list[Any]:
        if not self.sql:
            return []
        compiler, params = copy(self.compiler), self.params.filled(values)
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, params)
        return list(QuerySet(self.model, query=_Ready(compiler)))  # type: ignore[arg-type]


class _Ready:
    """What a queryset asks of its query once the statement is there."""

    def __init__(self, compiler: Any) -> None:
        self.compiler = compiler

    def get_compiler(self, *_args: Any, **_kwargs: Any) -> Any:
        return self.compiler
