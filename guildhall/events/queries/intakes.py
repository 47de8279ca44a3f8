"""What a calendar that is brought is compared with: what came from there before, and what may be the same event."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from guildhall.events.clashes import Planned, is_duplicate
from guildhall.events.models import Event, Intake, Occurrence, Subscription
from guildhall.events.overrides import Overrides, is_as_brought
from guildhall.events.parsing import Read
from guildhall.people.models import Institution, Person

MOST_PAIRS = 200
SAID = ("title", "description", "place", "link", "rule", "all_day", "zone")


@dataclass(frozen=True)
class Known:
    """An event as it is known already."""

    pk: UUID
    sequence: int
    said: dict[str, Any]
    times: tuple[datetime, datetime]
    canceled: bool
    moments: tuple[frozenset[datetime], frozenset[datetime]]
    brought: str = ""
    overrides: Overrides = field(default_factory=dict)

    def same_as(self, one: Read) -> bool:
        """Whether what was read says nothing else than the last time; what was corrected here by hand stays then."""
        if self.brought.partition(".")[2] == one.hashed:
            return True
        read = {name: getattr(one, name) for name in SAID}
        times = (datetime.fromisoformat(one.starts), datetime.fromisoformat(one.ends))
        moments = tuple(frozenset(datetime.fromisoformat(t) for t in texts) for texts in (one.added, one.left_out))
        whole = read == self.said and times == self.times and one.canceled == self.canceled
        return whole and moments[0] <= self.moments[0] and moments[1] <= self.moments[1]

    def has_day(self, one: Read) -> bool:
        """Whether a single day of a series stands as it was read: at another time, elsewhere, not at all, or as the
        rule says.
        """
        added, left_out = self.moments
        was, starts = datetime.fromisoformat(one.of), datetime.fromisoformat(one.starts)
        if one.canceled:
            return was in left_out
        stands = was not in left_out if starts == was else was in left_out and starts in added
        return stands and is_as_brought(self.overrides, starts, one.says, one.hashed)


def known_of(institution: Institution, uids: set[str]) -> dict[str, Known]:
    """The events of an institution that came from a calendar with these identifiers."""
    rows = Event.objects.filter(institution=institution, uid__in=uids)
    return {row.uid: _known(row) for row in rows}


def brought_as(one: Read) -> str:
    """What is kept of an entry of a calendar: the number of its edition there, and a hash of what it says."""
    return f"{one.sequence}.{one.hashed}"


def edition_of(event: Event) -> int:
    """The edition that a calendar brought last; what was changed here since does not count there."""
    return int(event.brought.partition(".")[0]) if event.brought else event.sequence


def _known(row: Event) -> Known:
    moments = (frozenset(row.added), frozenset(row.left_out))
    said = {name: getattr(row, name) for name in SAID}
    canceled = row.state == Event.State.CANCELED
    times = (row.starts_at, row.ends_at)
    return Known(row.pk, edition_of(row), said, times, canceled, moments, row.brought, row.overrides)


def probable_duplicates(rows: Sequence[dict[str, Any]], institution: Institution, reader: Person) -> list[list[str]]:
    """Pairs of identifiers that are probably one event: inside the calendar, with what the institution has, and with
    what others have entered as far as the reader sees it, such as a fair that two colleges hold.
    """
    read = sorted((_planned(row, institution) for row in rows if not row["of"]), key=lambda one: one.starts)
    pairs = []
    for n, one in enumerate(read):
        for other in read[n + 1 :]:
            if other.starts - one.starts > timedelta(minutes=15):
                break
            if is_duplicate(one, other):
                pairs.append([str(one.pk), str(other.pk)])
    return (pairs + _with_known(read, institution, reader))[:MOST_PAIRS]


def _with_known(read: Sequence[Planned], institution: Institution, reader: Person) -> list[list[str]]:
    """Those that stand in the calendar already: the institution's own under another identifier, and others' ones."""
    if not read:
        return []
    near = timedelta(minutes=15)
    times = Occurrence.objects.visible_to(reader).filter(starts_at__gte=read[0].starts - near)
    times = times.filter(starts_at__lte=read[-1].starts + near).exclude(event__state="canceled")
    there: dict[datetime, list[Any]] = {}
    for row in times.select_related("event").defer("event__description")[:20_000]:
        there.setdefault(row.starts_at.replace(minute=0, second=0, microsecond=0), []).append(row)
    uids = {one.pk for one in read}
    pairs = []
    for one in read:
        hour = one.starts.replace(minute=0, second=0, microsecond=0)
        for row in [row for h in (-1, 0, 1) for row in there.get(hour + timedelta(hours=h), ())]:
            known = row.event.uid or str(row.event_id)
            ours = row.event.institution_id == institution.pk
            if not (ours and known in uids) and is_duplicate(one, _planned_of(row)):
                pairs.append([str(one.pk), known])
    return pairs


def _planned(row: dict[str, Any], institution: Institution) -> Planned:
    times = datetime.fromisoformat(row["starts"]), datetime.fromisoformat(row["ends"])
    return Planned(row["uid"], row["title"], "other", "", *times, institution.pk, row["place"])


def _planned_of(row: Any) -> Planned:
    event, called, times = row.event, row.details, (row.starts_at, row.ends_at)
    return Planned(event.uid, called.title, event.kind, "", *times, event.institution_id, called.place)


@dataclass(frozen=True)
class Double:
    """What is probably one event: what was read, and where it stands already, or the other one that was read."""

    title: str
    other: str
    event: Event | None


def doubles_of(intake: Intake, reader: Person) -> list[Double]:
    """The probable double entries of a calendar, with the events that they may be."""
    read = {one["uid"]: one["title"] for one in intake.rows}
    pairs = intake.counts["probable_duplicates"]
    others = {other for _uid, other in pairs}
    keys = [UUID(other) for other in others if _is_key(other)]
    rows = Event.objects.visible_to(reader).filter(Q(uid__in=others) | Q(pk__in=keys)).select_related("institution")
    known = {row.uid or str(row.pk): row for row in rows.order_by("institution_id")}
    return [
        Double(read.get(uid, uid), read.get(other, ""), None if other in read and other != uid else known.get(other))
        for uid, other in pairs
    ]


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def as_json(intake: Intake) -> dict[str, Any]:
    """A calendar that was brought, as the console prints it."""
    return {"batch": str(intake.pk), **intake.counts}


def intakes_of(person: Person) -> list[Intake]:
    """The calendars that a person's institutions brought, the newest first."""
    rows = Intake.objects.visible_to(person).select_related("institution", "by").defer("rows", "before")
    return list(rows.order_by("-made_at")[:50])


def subscriptions_of(person: Person) -> list[Subscription]:
    """The addresses from which calendars of a person's institutions are read."""
    rows = Subscription.objects.visible_to(person).filter(ended_at=None).select_related("institution", "by")
    return list(rows.order_by("-made_at")[:50])
