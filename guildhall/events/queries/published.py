"""What was published, what of it clashes, and what was opened to others: the rows behind figures (M6, M18)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from guildhall.events.models import Clash, Event, Opening
from guildhall.events.querysets import planned_by
from guildhall.people.models import Person

STANDS = (Event.State.PUBLISHED, Event.State.HELD)


def published_since(person: Person, since: datetime, places: Sequence[UUID] = ()) -> QuerySet[Any]:
    """The events that a person's own institutions, or some others, have published since, as far as the person sees
    them; without those that were canceled.
    """
    rows = Event.objects.visible_to(person).filter(state__in=STANDS, published_at__gte=since)
    if places:
        return rows.filter(institution__lineage__overlap=list(places))
    return rows.filter(institution__in=planned_by(person))


def clashing(person: Person, events: QuerySet[Any]) -> QuerySet[Any]:
    """Of some events, those published although they clash with another one that the person sees as well (N8)."""
    kept = Clash.objects.visible_to(person).filter(event=OuterRef("pk"), duplicate=False)
    return events.filter(Exists(kept))


def opened_since(person: Person, since: datetime, places: Sequence[UUID] = ()) -> QuerySet[Any]:
    """What institutions agreed to since: events of others that they opened to their own students (C15)."""
    rows = Opening.objects.visible_to(person).filter(state=Opening.State.AGREED, answered_at__gte=since)
    return rows.filter(institution__lineage__overlap=list(places)) if places else rows


def clashes_of(person: Person, events: Sequence[Any]) -> dict[UUID, list[Clash]]:
    """The clashes of some events that a person sees, with the reasons why they stay."""
    rows = Clash.objects.visible_to(person).filter(event__in=[row.pk for row in events], duplicate=False)
    found: dict[UUID, list[Clash]] = {}
    for row in rows.select_related("other__institution").order_by("-score", "pk"):
        found.setdefault(row.event_id, []).append(row)
    return found
