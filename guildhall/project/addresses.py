"""Addresses looked up by their first part: a request is compared with some dozens, not with all eight hundred."""

from collections.abc import Iterable

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

Entry = URLPattern | URLResolver


def by_first_part(entries: Iterable[Entry]) -> list[Entry]:
    """The same addresses in the same order, those that begin alike behind one entry.

    A page whose address begins with a variable part would have to come after all others: `ValueError`.
    """
    grouped: dict[str, list[Entry]] = {}
    for entry in _flat(entries):
        first, rest = _parted(str(entry.pattern))
        if first:
            grouped.setdefault(first, []).append(_below(entry, rest))
        else:
            grouped[str(entry.pattern)] = [entry]
    return [
        URLResolver(RoutePattern(first), rows) if first.endswith("/") else rows[0]  # type: ignore[arg-type]
        for first, rows in grouped.items()
    ]


def _flat(entries: Iterable[Entry]) -> Iterable[Entry]:
    """Those of an app that add nothing to the address are as good as written one by one."""
    for entry in entries:
        if isinstance(entry, URLResolver) and not str(entry.pattern) and not entry.namespace:
            yield from _flat(entry.url_patterns)
        else:
            yield entry


def _parted(route: str) -> tuple[str, str]:
    first, slash, rest = route.partition("/")
    if slash and "<" in first:
        raise ValueError(f"The address begins with a variable part: {route}")
    return (first + slash, rest) if slash else ("", route)


def _below(entry: Entry, rest: str) -> Entry:
    """The same entry with the rest of its address."""
    if isinstance(entry, URLResolver):
        return URLResolver(
            RoutePattern(rest), entry.urlconf_name, entry.default_kwargs, entry.app_name, entry.namespace
        )
    return URLPattern(RoutePattern(rest, entry.name, is_endpoint=True), entry.callback, entry.default_args, entry.name)
