"""Telling people of what happened: in the product, and by e-mail as each has chosen (B12, N7)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from guildhall.lib import clock
from guildhall.lib.scopes import OPEN, Scope
from guildhall.outbox.actions import hand_over
from guildhall.outbox.wording import subject_of
from guildhall.people.events import Event, How
from guildhall.people.models import Notice
from guildhall.people.queries.notices import ways_of


def tell(
    event: Event,
    people: Iterable[Any],
    template: str,
    words: Mapping[str, Any],
    *,
    path: str,
    key: str,
    scope: Scope = OPEN,
) -> None:
    """Tell some people of one thing, each once by `key`, in the caller's transaction.

    The template is that of an e-mail: its subject is what the product shows, `path` where it leads. It reads `words`,
    and as `person` and `link` to whom it is said and where the thing is. Whoever has no access any more hears nothing.
    """
    active = [person for person in dict.fromkeys(people) if person.is_active]
    ways, notices = ways_of(active, event), []
    facts = {"event": event.name, "key": key, "path": path, "at": clock.now()}
    facts |= {"about": sorted(scope.about), "behind": sorted(scope.behind)}
    for person in active:
        given, how = {**words, "person": person, "link": settings.PUBLIC_URL + path}, ways[person.pk]
        title = subject_of(person, template, given)[:300]
        notices.append(Notice(person_id=person.pk, words=title, how=how, **facts))
        if how == How.AT_ONCE:
            hand_over(person, template, given, kind=event.name, scope=scope, key=f"{key}:{person.pk}")
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
