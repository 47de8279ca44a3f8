"""Telling colleagues of what happened with an employer: those who may still know of it (A1, N7)."""

from collections.abc import Iterable, Mapping
from typing import Any

from guildhall.employers.queries.sight import sees
from guildhall.lib.scopes import Scope
from guildhall.people.events import Event
from guildhall.people.telling import tell


def tell_who_sees(
    event: Event,
    people: Iterable[Any],
    template: str,
    words: Mapping[str, Any],
    *,
    path: str,
    key: str,
    scope: Scope,
) -> None:
    """Tell those of some people who see the employers that it is about at this moment; the others hear nothing.

    Whoever had a part in something may have lost sight of it since: by an exception, by another post, or because it
    is not shared any more. What is said because sight ends goes by `people.telling.tell`.
    """
    readers = [person for person in dict.fromkeys(people) if sees(person, scope)]
    tell(event, readers, template, words, path=path, key=key, scope=scope)
