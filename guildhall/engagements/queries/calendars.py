"""What stands in somebody's own calendar: what they promised and what they planned, as they see it now."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.engagements.models import Ask, FollowUp
from guildhall.engagements.models.engagements import kinds
from guildhall.people.models import Person

MOST = 500  # entries of one calendar


@dataclass(frozen=True)
class Dated:
    """One entry: a whole day, in words that may leave the house."""

    pk: UUID
    day: date
    words: str
    url: str
    version: int
    made_at: datetime


def calendar_of(person: Person) -> list[Dated]:
    """A person's open follow-ups and planned asks, the next first. Rows that they do not see any more are left out."""
    promised = FollowUp.objects.visible_to(person).open().filter(owner=person).select_related("employer")
    planned = Ask.objects.visible_to(person).planned().filter(by=person).select_related("employer")
    follow_ups = [dated_follow_up(row) for row in promised.defer("employer__search").order_by("due_on", "pk")[:MOST]]
    asks = [_dated_ask(row) for row in planned.defer("employer__search").order_by("planned_on", "pk")[:MOST]]
    return sorted([*follow_ups, *asks], key=lambda one: (one.day, str(one.pk)))


def dated_follow_up(row: FollowUp) -> Dated:
    """A follow-up on its day."""
    words = _said(row.employer, _("Follow-up: %s") % row.what, _("Follow-up with a restricted employer"))
    return Dated(row.pk, row.due_on, words, _address("follow-up", row.pk), row.version, row.made_at)


def _dated_ask(row: Ask) -> Dated:
    kind = str(kinds().get(row.kind, row.kind))
    said = _("%(kind)s: %(purpose)s") % {"kind": kind, "purpose": row.purpose}
    words = _said(row.employer, said, _("%s with a restricted employer") % kind)
    return Dated(row.pk, row.planned_on, words, _address("ask", row.pk), row.version, row.made_at)


def _said(employer: Any, words: str, hidden: str) -> str:
    """The words with the employer's name; nothing of a restricted one: calendars are read by other houses (A1)."""
    return f"{words} ({employer.name})" if employer.posted_at else hidden


def _address(name: str, pk: UUID) -> str:
    return str(settings.PUBLIC_URL) + reverse(name, args=[pk])
