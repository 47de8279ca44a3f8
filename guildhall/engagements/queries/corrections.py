"""What an engagement said before it was corrected: each version is read by those who could read it then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guildhall.audit.models import Value as JournalValue
from guildhall.employers.querysets import audiences_of, holders_open_to
from guildhall.engagements.models import Engagement
from guildhall.engagements.models.engagements import kinds
from guildhall.engagements.querysets import houses_of
from guildhall.people.models import Person

Visibility = Engagement.Visibility


@dataclass(frozen=True)
class Correction:
    """One change of an engagement: by whom, when, what it said before and after, and how much of it is not shown."""

    by: str
    at: datetime
    changes: list[tuple[str, Any, Any]]
    withheld: int = 0


def corrections(engagement: Engagement, reader: Person) -> list[Correction]:
    """The history of an engagement, newest first, from the journal: what an erasure took away is gone from here too.

    Opening an engagement, or sharing its employer, opens what it says now. What it said before keeps the audience that
    it had (A6): earlier words appear only to people who could have read them at that time.
    """
    changes_made = list(_changes(engagement))
    if not changes_made:
        return []
    audience = _Audience(engagement, reader)
    visibility, found, words = engagement.visibility, [], _words()
    for value in changes_made:
        before, after = value.before or {}, value.after or {}
        earlier = before.get("visibility", visibility)
        read_before, read_after = (audience.held(v, value.entry) for v in (earlier, visibility))
        changes = [
            (words.get(name, name), _said(before.get(name)), _said(said))
            for name, said in after.items()
            if name == "visibility" or (read_before and (read_after or said == _present(engagement, name)))
        ]
        found.append(Correction(value.entry.actor_name, value.entry.at, changes, len(after) - len(changes)))
        visibility = earlier
    return found


def _changes(engagement: Engagement) -> Iterable[JournalValue]:
    rows = corrections_of([str(engagement.pk)])
    return rows.select_related("entry").order_by("-entry_id")


def corrections_of(ids: Any) -> QuerySet[JournalValue]:
    """What the journal keeps of corrections of engagements: identifiers as text, or a subquery of them."""
    label = Engagement._meta.label_lower
    return JournalValue.objects.filter(object_type=label, object_id__in=ids, entry__verb="change")


def _present(engagement: Engagement, name: str) -> Any:
    value = getattr(engagement, name, None)
    return value if isinstance(value, (str, bool, list)) else None


class _Audience:
    """Who could read an engagement at an earlier moment."""

    def __init__(self, engagement: Engagement, reader: Person) -> None:
        self.engagement, self.reader = engagement, reader
        self.houses = set(houses_of(reader))
        self.behind_wall = engagement.employer.holder_id in holders_open_to(reader)
        self.places = set(audiences_of(reader))
        self.exceptions = list(engagement.employer.designations.prefetch_related("institutions"))

    def held(self, visibility: str, entry: Any) -> bool:
        """Whether the reader belonged to the audience just before a change was made."""
        if self.reader.pk in (self.engagement.by_id, entry.actor):
            return True
        if visibility == Visibility.NAMED:  # the journal keeps names, which are no identity
            return False
        own = visibility == Visibility.REGION or self.engagement.institution_id in self.houses
        return own and self._employer_open(entry.at)

    def _employer_open(self, at: datetime) -> bool:
        posted_at = self.engagement.employer.posted_at
        if posted_at is None or at < posted_at:
            return self.behind_wall
        for exception in self.exceptions:
            if exception.designated_at <= at and (exception.ended_at is None or at < exception.ended_at):
                return not self.places.isdisjoint(place.pk for place in exception.institutions.all())
        return True


def _words() -> dict[str, str]:
    return {
        "kind": _("What happened"),
        "happened_on": _("Day"),
        "begun_at": _("Time"),
        "direction": _("Who began"),
        "answered": _("Answered"),
        "summary": _("In one line"),
        "body": _("What was said"),
        "purpose": _("What it was for"),
        "outcome": _("What came of it"),
        "contact": _("With whom"),
        "themes": _("Themes"),
        "visibility": _("Who may read it"),
        "also": _("Who else of theirs"),
        "colleagues": _("Who else of us"),
    }


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    known = dict(Engagement.Direction.choices) | dict(Visibility.choices)
    return "" if value is None else str(known.get(value) or kinds().get(value) or value)
