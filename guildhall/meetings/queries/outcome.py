"""Tasks from meetings: one's own, and those of the meetings that one leads."""

from typing import Any

from django.db.models import Q

from guildhall.meetings.models import ActionItem, Meeting
from guildhall.people.models import Person


def tasks_of(person: Person, *, done: bool = False) -> Any:
    """A person's open tasks from meetings, the next ones first; with `done` all that they may say something about."""
    rows = ActionItem.objects.select_related("meeting__institution", "person")
    if done:
        return rows.filter(Q(person=person.pk) | Q(meeting__in=Meeting.objects.led_by(person)))
    return rows.filter(person=person.pk, done_at=None).order_by("due", "pk")
