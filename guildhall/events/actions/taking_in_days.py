"""Single days of a series that a calendar brings: at another time, elsewhere, called otherwise, or not at all (C3)."""

from datetime import datetime

from guildhall.events import emails
from guildhall.events.actions.entering import spell_out
from guildhall.events.actions.series import tell_details
from guildhall.events.following import What, followed, times_now
from guildhall.events.models import Event
from guildhall.events.overrides import brought, details_of, moved_along
from guildhall.events.parsing import Read
from guildhall.lib import clock
from guildhall.people.models import Person


def apply_day(event: Event, one: Read, *, by: Person) -> None:
    """One day of a series is at another time, elsewhere, or not at all; whoever booked it goes along. The caller holds
    the event.
    """
    published, stood = event.state == Event.State.PUBLISHED, set(times_now(event))
    was, starts = _stands_at(event, one), datetime.fromisoformat(one.starts)
    before = details_of(event, was)
    _take(event, one, was)
    spell_out(event)
    moved = was in stood and not one.canceled and starts != was
    followed(event, What.CHANGED, by=by, was=[was] if moved else (), to=starts if moved else None)
    if not published or was not in stood or was <= clock.now():
        return
    if moved or one.canceled:
        emails.tell_changed(event, "one" if moved else "day", by=by, moment=was, to=starts)
    else:
        tell_details(event, starts, before, by=by)


def _take(event: Event, one: Read, was: datetime) -> None:
    day, starts = datetime.fromisoformat(one.of), datetime.fromisoformat(one.starts)
    event.left_out = sorted({*event.left_out, day})
    event.added = [moment for moment in event.added if moment != was or was == day]
    if not one.canceled and starts != day:
        event.added = sorted({*event.added, starts})
    elif not one.canceled:
        event.left_out = [moment for moment in event.left_out if moment != day]
    event.days_moved = event.days_moved | {one.of: starts.isoformat()}
    event.overrides = brought(moved_along(event.overrides, {was: starts}), starts, one.says, one.hashed)
    event.version += 1
    event.save()


def _stands_at(event: Event, one: Read) -> datetime:
    """Where a single day of a series stands that a calendar speaks of: where it was moved before, so that it stands
    once when it is moved again.
    """
    return datetime.fromisoformat(event.days_moved.get(one.of, one.of))
