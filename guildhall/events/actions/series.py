"""Single times of a series: moved, added, called otherwise or elsewhere (C3); left out in `publishing`."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from guildhall.events import emails, rules
from guildhall.events.actions.clashing import asking_about_new, one_at_a_time
from guildhall.events.actions.entering import held, keep, spell_out, told
from guildhall.events.following import What, followed
from guildhall.events.models import Event
from guildhall.events.overrides import Details, details_of, moved_along, overridden
from guildhall.events.repeating import distinct
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person

State = Event.State


@transaction.atomic
def move_time(event: Event, moment: datetime, to: datetime, *, because: str = "", version: int, by: Person) -> Event:
    """Give one time of a series another moment; the others stay. Who booked it goes along, and is told once.

    Raises `ReasonNeeded` where it clashes then with something that it did not before (N8).
    """
    one_at_a_time()
    row = _held_with(event, moment, version, by=by)
    if row.sessions.filter(starts_at__gte=moment, starts_at__lt=moment + (row.ends_at - row.starts_at)).exists():
        refuse("Sessions belong to this time: move the whole event, and they go along.")
    _must_be_free(row, to)
    before = told(row)
    row.left_out = distinct([*(one for one in row.left_out if one != to), moment])
    row.added = distinct([*(one for one in row.added if one != moment), to])
    row.overrides = moved_along(row.overrides, {moment: to})
    _keep(row, "move one time of an event", before, because, by=by)
    followed(row, What.CHANGED, by=by, was=[moment], to=to)
    if row.state == State.PUBLISHED:
        emails.tell_changed(row, "one", by=by, moment=moment, to=to)
    return row


@transaction.atomic
def add_time(event: Event, starts_at: datetime, *, because: str = "", version: int, by: Person) -> Event:
    """Add a time to an event, which makes it a series where it was none; it lasts as long as the others."""
    one_at_a_time()
    row = held(event.pk, version)
    require(rules.can_change(by, row))
    _must_be_free(row, starts_at)
    before = told(row)
    row.added = distinct([*row.added, starts_at])
    row.left_out = [moment for moment in row.left_out if moment != starts_at]
    _keep(row, "add a time to an event", before, because, by=by)
    followed(row, What.CHANGED, by=by)
    if row.state == State.PUBLISHED:
        emails.tell_changed(row, "added", by=by, moment=starts_at)
    return row


@transaction.atomic
def change_time(
    event: Event, moment: datetime, details: Details, *, because: str = "", version: int, by: Person
) -> Event:
    """Give one time of a series another title, place, room or link; the others stay. Who booked it is told once.

    An empty title is that of the series. Raises `ReasonNeeded` where it clashes by it, as when it is moved.
    """
    one_at_a_time()
    row = _held_with(event, moment, version, by=by)
    was, before = details_of(row, moment), told(row)
    now = replace(details, title=one_line(details.title)[:160] or row.title, place=one_line(details.place)[:200])
    now = replace(now, room=one_line(now.room)[:80])
    if now == was:
        return row
    row.overrides = overridden(row, moment, now)
    _keep(row, "change one time of an event", before, because, by=by)
    tell_details(row, moment, was, by=by)
    return row


def tell_details(event: Event, moment: datetime, before: Details, *, by: Person) -> None:
    """Tell everybody concerned, once, and those who booked it, that one time of a series is elsewhere, or is called
    otherwise, than before.
    """
    now = details_of(event, moment)
    if now == before:
        return
    elsewhere = (now.where, now.link) != (before.where, before.link)
    followed(event, What.ELSEWHERE if elsewhere else What.RENAMED, by=by, to=moment)
    if event.state == State.PUBLISHED:
        emails.tell_changed(event, "one place" if elsewhere else "one title", by=by, moment=moment)


def _held_with(event: Event, moment: datetime, version: int, *, by: Person) -> Event:
    """A series, held, with a time to come at a moment."""
    row = held(event.pk, version)
    require(rules.can_change(by, row))
    if not row.repeats or not row.occurrences.filter(starts_at=moment).exists():
        refuse("The series has no such day.")
    if moment < clock.now():
        refuse("That day has been. Only a time to come is changed.")
    return row


def _must_be_free(row: Event, moment: datetime) -> None:
    if moment < clock.now():
        refuse("Choose a time to come.")
    require(in_reach(clock.day_of(moment)))
    if row.occurrences.filter(starts_at=moment).exists():
        refuse("It takes place then already.")


def _keep(row: Event, verb: str, before: dict[str, object], because: str, *, by: Person) -> None:
    with asking_about_new(row, because, by=by):
        row.sequence += 1
        keep(row, verb, by=by, before=before, reason=one_line(because)[:300])
        spell_out(row)
