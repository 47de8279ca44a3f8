"""Pages by key: as fast at the end of a million rows as at the beginning."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from guildhall.lib import clock
from guildhall.lib.numbers import number_in


@dataclass(frozen=True)
class Page:
    """Some rows and the keys of the pages beside them; `previous` and `next` go into the address."""

    rows: Sequence[Any]
    previous: str = ""
    next: str = ""

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page_by_id(rows: QuerySet[Any], request: HttpRequest, *, size: int = 50) -> Page:
    """Rows with growing numbers, newest first, `size` a page."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    if number_in(before):
        matches = list(rows.filter(id__gt=number_in(before)).order_by("id")[: size + 1])
        more_before = len(matches) > size
        matches = matches[:size][::-1]
        return Page(
            matches, str(matches[0].pk) if matches and more_before else "", str(matches[-1].pk) if matches else ""
        )
    if number_in(after):
        rows = rows.filter(id__lt=number_in(after))
    matches = list(rows.order_by("-id")[: size + 1])
    more = len(matches) > size
    matches = matches[:size]
    return Page(matches, str(matches[0].pk) if matches and after else "", str(matches[-1].pk) if more else "")


def page_by_place(rows: Sequence[Any], request: HttpRequest, *, size: int = 50) -> Page:
    """Some rows of a short list that is read whole, by their place in it."""
    start = number_in(request.GET.get("after") or request.GET.get("before") or "")
    before = str(max(start - size, 0)) if start else ""
    return Page(rows[start : start + size], before, str(start + size) if start + size < len(rows) else "")


@dataclass(frozen=True)
class Key:
    """One column that a list is sorted and paged by; the last one of a list is unique."""

    name: str
    descending: bool = False


def _cursor(row: Any, keys: Sequence[Key]) -> str:
    values = [getattr(row, key.name) for key in keys]
    texts = [v.isoformat() if isinstance(v, datetime) else str(v) for v in values]
    return base64.urlsafe_b64encode(json.dumps(texts).encode()).decode().rstrip("=")


def _values(cursor: str, count: int) -> list[str] | None:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        return None
    good = isinstance(values, list) and len(values) == count and all(isinstance(v, str) for v in values)
    return [_in_utc(value) for value in values] if good else None


def _in_utc(value: str) -> str:
    """A moment in UTC, as our own addresses have it: PostgreSQL reads fewer offsets than Python; the rest as it is."""
    try:
        if datetime.fromisoformat(value).tzinfo is None:
            return value
    except ValueError:
        return value
    moment = clock.moment_in(value)
    return moment.isoformat() if moment else ""  # out of reach: no row is there


def _beyond(keys: Sequence[Key], values: Sequence[str], *, backwards: bool) -> Q:
    """The rows after (or before) a position: (a > x) or (a = x and b > y)."""
    condition, equal = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        sign = "lt" if key.descending != backwards else "gt"
        condition |= equal & Q(**{f"{key.name}__{sign}": value})
        equal &= Q(**{key.name: value})
    return condition & Q(**{f"{keys[0].name}__{'lte' if keys[0].descending != backwards else 'gte'}": values[0]})


def page_by_keys(rows: QuerySet[Any], request: HttpRequest, keys: Sequence[Key], *, size: int = 50) -> Page:
    """A page of a sorted list by its keys; an address that makes no sense shows the first page."""
    after = _values(request.GET.get("after", ""), len(keys)) if request.GET.get("after") else None
    before = _values(request.GET.get("before", ""), len(keys)) if request.GET.get("before") else None
    backwards = before is not None
    order = [f"{'-' if key.descending != backwards else ''}{key.name}" for key in keys]
    position = before or after
    try:
        if position:
            rows = rows.filter(_beyond(keys, position, backwards=backwards))
        result = list(rows.order_by(*order)[: size + 1])
    except (ValueError, ValidationError):
        return Page([])
    more = len(result) > size
    result = result[:size][::-1] if backwards else result[:size]
    if not result:
        return Page([])
    has_previous = more if backwards else after is not None
    has_next = True if backwards else more
    return Page(result, _cursor(result[0], keys) if has_previous else "", _cursor(result[-1], keys) if has_next else "")


def page_of_list(ids: Sequence[Any], request: HttpRequest, *, size: int = 50) -> tuple[list[Any], Page]:
    """A page of a short ranked list: the identifiers to show, and the numbers of the pages beside it."""
    words = request.GET.get("after") or request.GET.get("before") or "0"
    start = number_in(words) if number_in(words) < len(ids) else 0
    shown = list(ids[start : start + size])
    previous = str(start - size) if start >= size else ""
    return shown, Page(shown, previous, str(start + size) if start + size < len(ids) else "")
