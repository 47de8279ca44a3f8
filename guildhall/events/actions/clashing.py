"""What an act on an event does about clashes: one at a time, with a reason where something is found (N8)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection

from guildhall.events import emails
from guildhall.events.clashes import Found
from guildhall.events.models import Clash, Event
from guildhall.events.queries.planning import clashes_now
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import ReasonNeeded, no
from guildhall.people.models import Person


def one_at_a_time() -> None:
    """Whoever publishes, moves or opens waits for whoever does so now: of two at once the second sees the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('events: a time is taken', 0))")


def reason_for(clashes: Sequence[Found], because: str) -> None:
    """Raise `ReasonNeeded` where something clashes and nobody has said why it stays."""
    if clashes and not one_line(because):
        raise ReasonNeeded(no("It clashes with another event. Say why it stays, or choose another time."))


def keep_clashes(row: Event, clashes: Sequence[Found], because: str, *, by: Person) -> None:
    """Keep each with the reason, and tell whoever planned the other one."""
    for found in clashes:
        other = Event.objects.select_related("institution", "organizer").get(pk=found.second.pk)
        words: dict[str, Any] = {"score": found.percent, "duplicate": found.duplicate, "at": clock.now(), "by": by}
        words["reason"] = one_line(because)[:300]
        clash, _made = Clash.objects.update_or_create(event=row, other=other, defaults=words)
        emails.tell_clash(clash, by=by)


def clashing_with(row: Event) -> set[UUID]:
    """What a published event clashes with as it stands: of that everybody concerned was told."""
    return {found.second.pk for found in clashes_now(row)}


@contextmanager
def asking_about_new(row: Event, because: str, *, by: Person) -> Iterator[None]:
    """Let a published event become one for more people, or with other employers: what it clashes with only by that
    needs a reason, and raises `ReasonNeeded` without one.
    """
    if row.state != Event.State.PUBLISHED:
        yield
        return
    before = clashing_with(row)
    yield
    fresh = [found for found in clashes_now(row) if found.second.pk not in before]
    reason_for(fresh, because)
    keep_clashes(row, fresh, because, by=by)
