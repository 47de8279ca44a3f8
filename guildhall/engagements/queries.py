from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from guildhall.employers.models import Employer
from guildhall.engagements.models import Engagement
from guildhall.people.models import Person

PAGE = 50


@dataclass(frozen=True)
class TimelinePage:
    """The newest engagements and the key of the next, older, page."""

    entries: list[Engagement]
    older: str = ""


def timeline(person: Person, employer: Employer, *, older_than: str = "", kind: str = "") -> TimelinePage:
    """What happened with an employer, newest first, across all institutions; 50 a page however long it is."""
    rows = Engagement.objects.filter(employer=employer).open_to(person)
    rows = rows.select_related("by", "institution", "contact").order_by("-happened_on", "-id")
    if kind:
        rows = rows.filter(kind=kind)
    if older_than:
        day, _dot, pk = older_than.partition("_")
        try:
            rows = rows.filter(Q(happened_on__lt=date.fromisoformat(day)) | Q(happened_on=day, id__lt=pk))
        except (ValueError, ValidationError):
            return TimelinePage([])
    entries: list[Any] = list(rows[: PAGE + 1])
    last = entries[PAGE - 1] if len(entries) > PAGE else None
    return TimelinePage(entries[:PAGE], f"{last.happened_on.isoformat()}_{last.pk}" if last else "")
