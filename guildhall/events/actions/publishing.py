"""Publishing, moving, canceling events, and saying how they went. Clashes are asked about each time (N8)."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from guildhall.engagements.actions.asking import release_ask
from guildhall.events import emails, rules
from guildhall.events.actions.clashing import keep_clashes, one_at_a_time, reason_for
from guildhall.events.actions.entering import held, keep, spell_out, told
from guildhall.events.following import What, followed, times_now
from guildhall.events.models import Clash, Event
from guildhall.events.queries.planning import clashes_now
from guildhall.events.querysets import LONGEST
from guildhall.events.repeating import Times, moved_along, moved_rule
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person

State = Event.State


@transaction.atomic
def publish_event(event: Event, *, because: str = "", version: int, by: Person) -> Event:
    """Publish a draft. Where it clashes, a reason is needed, which is kept; whoever planned the other one is told (N8).

    Raises `ReasonNeeded` where it clashes and nobody has said why it stays.
    """
    one_at_a_time()
    row = held(event.pk, version)
    require(rules.can_publish(by, row))
    clashes = clashes_now(row)
    reason_for(clashes, because)
    before = told(row)
    row.state, row.published_at = State.PUBLISHED, clock.now()
    keep(row, "publish event", by=by, before=before, reason=one_line(because)[:300] if clashes else "")
    keep_clashes(row, clashes, because, by=by)
    emails.tell_hosts(row, by=by)
    return row


@transaction.atomic
def move_event(
    event: Event, starts_at: datetime, ends_at: datetime, *, because: str = "", version: int, by: Person
) -> Event:
    """Give a published event another time; everybody concerned is told once, and clashes are asked about."""
    one_at_a_time()
    row = held(event.pk, version)
    require(rules.can_move(by, row))
    if starts_at < clock.now():
        refuse("Choose a time to come.")
    if ends_at < starts_at:
        refuse("It cannot end before it begins.")
    if ends_at - starts_at > LONGEST:
        refuse("One time of an event lasts two weeks at the most. Let it repeat instead.")
    require(in_reach(clock.day_of(starts_at)))
    if (starts_at, ends_at) == (row.starts_at, row.ends_at):
        refuse("That is the time that it has already.")
    before, was, times = told(row), row.starts_at, times_now(row)
    _shift(row, times, starts_at)
    row.starts_at, row.ends_at, row.moved_at, row.moved_from = starts_at, ends_at, clock.now(), was
    row.sequence += 1
    keep(row, "move event", by=by, before=before, reason=one_line(because)[:300])
    spell_out(row, was=times)
    followed(row, What.CHANGED, by=by, was=times)
    clashes = clashes_now(row)
    reason_for(clashes, because)
    Clash.objects.filter(event=row).delete()
    keep_clashes(row, clashes, because, by=by)
    emails.tell_changed(row, "moved", by=by)
    return row


def _shift(row: Event, times: list[datetime], to: datetime) -> None:
    """Move what hangs on the times of an event along with its first one. Of a series that has begun the next time
    goes there: those that have been stay where they were, also in the calendar.
    """
    now = clock.now()
    left = [moment for moment in times if moment > now] or times[-1:]
    shift = to - (row.starts_at if row.starts_at > now else left[0])
    was = to - shift
    row.left_out = moved_along([moment for moment in row.left_out if moment > now], was, to, row.zone)
    over = [moment for moment in times if moment < left[0]]
    if row.rule:
        row.rule = moved_rule(Times(row.starts_at, row.ends_at, row.zone, row.rule), was, to)
    row.added = over + moved_along([moment for moment in row.added if moment > now], was, to, row.zone)
    sessions = row.sessions.exclude(starts_at=None)
    if over:
        sessions = sessions.filter(starts_at__gte=over[-1] + (row.ends_at - row.starts_at))
    sessions.update(starts_at=F("starts_at") + shift, ends_at=F("ends_at") + shift)


@transaction.atomic
def cancel_event(event: Event, *, reason: str, version: int, by: Person) -> Event:
    """Cancel an event, with the reason; of a published one everybody concerned is told once."""
    row = held(event.pk, version)
    require(rules.can_cancel(by, row))
    said = one_line(reason)[:300]
    if row.state == State.PUBLISHED and not said:
        refuse("Say why: everybody concerned reads it.")
    before, published = told(row), row.state == State.PUBLISHED
    row.state, row.canceled_at, row.canceled_because = State.CANCELED, clock.now(), said
    row.sequence += 1
    keep(row, "cancel event", by=by, before=before, reason=said)
    followed(row, What.CANCELED, by=by)
    _withdraw_asks(row, said, by=by)
    if published:
        emails.tell_changed(row, "canceled", by=by)
    return row


def _withdraw_asks(row: Event, why: str, *, by: Person) -> None:
    """Nobody is asked any more to an event that does not take place; what was kept in the touch budget is free."""
    for part in row.parts.exclude(ask=None).select_related("ask__employer").order_by("pk"):
        ask = part.ask
        if ask and ask.institution_id == row.institution_id:
            release_ask(ask, reason=why or row.title, by=by)


@transaction.atomic
def leave_out(event: Event, moment: datetime, *, version: int, by: Person) -> Event:
    """Leave one day of a series out."""
    row = held(event.pk, version)
    require(rules.can_change(by, row))
    if not row.repeats or not row.occurrences.filter(starts_at=moment).exists():
        refuse("The series has no such day.")
    if row.occurrences.count() == 1:
        refuse("It is the only day that is left: cancel the event instead.")
    before = told(row)
    row.left_out = [*row.left_out, moment]
    row.sequence += 1
    keep(row, "leave out a day of an event", by=by, before=before)
    spell_out(row)
    followed(row, What.CHANGED, by=by)
    if row.state == State.PUBLISHED:
        emails.tell_changed(row, "day", by=by, moment=moment)
    return row
