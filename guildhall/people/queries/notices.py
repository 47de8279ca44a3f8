"""Notices of one person, and their choices."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from guildhall.people.events import TABLE, Event, How
from guildhall.people.models import Notice, NoticeChoice


def notices_of(person: Any) -> QuerySet[Notice]:
    """Everything that somebody was told of."""
    return Notice.objects.filter(person_id=person.pk)


def unread(person: Any) -> QuerySet[Notice]:
    """What somebody was told of and has not read: the number in the menu."""
    return Notice.objects.filter(person_id=person.pk, read_at=None)


def for_digests(today: date) -> QuerySet[Notice]:
    """What waits to be told by the e-mail of this morning."""
    ways = [How.DAILY, How.WEEKLY] if today.weekday() == 0 else [How.DAILY]
    return Notice.objects.filter(digest_on=None, how__in=ways)


def choices_of(person: Any) -> dict[str, How]:
    """How somebody wants to hear of each event: as chosen, else as the table has it."""
    chosen = dict(NoticeChoice.objects.filter(person_id=person.pk).values_list("event", "how"))
    return {event.name: How(chosen.get(event.name, event.usual)) for event in TABLE}


def ways_of(people: Iterable[Any], event: Event) -> dict[Any, How]:
    """How each of some people wants to hear of one event."""
    chosen = NoticeChoice.objects.filter(event=event.name, person__in=people)
    by_person = dict(chosen.values_list("person_id", "how"))
    return {person.pk: How(by_person.get(person.pk, event.usual)) for person in people}


def somebody_hears_at_once(event: Event) -> bool:
    """Whether anybody wants to hear of one event at once, where that is not how everybody hears of it."""
    return event.usual == How.AT_ONCE or NoticeChoice.objects.filter(event=event.name, how=How.AT_ONCE).exists()
