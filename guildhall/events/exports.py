"""What leaves as a calendar (RFC 5545): names, times and places of events, no person's name and no contact details."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Component
from icalendar.prop import vRecur

from guildhall.events.models import Event
from guildhall.events.overrides import Details, details_of, own_details
from guildhall.events.repeating import Times, bounded
from guildhall.lib import clock
from guildhall.lib.calendar_zones import written


def calendar_of_events(rows: Iterable[Event], *, page: str = "event") -> bytes:
    """Some events as an iCalendar file, each with an identifier that stays, the number of its changes and a link to its
    page, which is that of its readers.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Guildhall//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Guildhall: events"))
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    rows = list(rows)
    uids = _distinct_uids(rows)
    for row in rows:
        for one in _components(row, uids[row.pk], page):
            calendar.add_component(one)
    return written(calendar)


def uid_of(row: Event) -> str:
    """How calendars know an event again: as it was brought, else by its own number."""
    return row.uid or f"{row.pk}@{urlsplit(settings.PUBLIC_URL).hostname or 'guildhall'}"


def _distinct_uids(rows: Iterable[Event]) -> dict[Any, str]:
    """What each is known by: where calendars of two institutions brought one identifier, the later one gets another,
    since a reader keeps one event of each.
    """
    uids: dict[Any, str] = {}
    taken: set[str] = set()
    for row in sorted(rows, key=lambda row: row.pk):
        uid = uid_of(row)
        uids[row.pk] = f"{uid}-{row.institution_id}" if uid in taken else uid
        taken.add(uid)
    return uids


def _components(row: Event, uid: str, page: str) -> Iterator[Component]:
    """An event, and each of its times that is called otherwise or takes place elsewhere, as an entry of its own."""
    zone = ZoneInfo(row.zone)
    whole = _component(row, Details(row.title, row.place, row.room), uid, page)
    _add_times(whole, row, zone)
    yield whole
    for moment in sorted(datetime.fromisoformat(key) for key in row.overrides):
        if not own_details(row, moment):
            continue
        one = _component(row, details_of(row, moment), uid, page)
        one.add("recurrence-id", _moment(moment, row, zone))
        one.add("dtstart", _moment(moment, row, zone))
        one.add("dtend", _moment(moment + (row.ends_at - row.starts_at), row, zone))
        yield one


def _component(row: Event, details: Details, uid: str, page: str) -> Component:
    one = Component()
    one.add("uid", uid)
    one.add("sequence", row.sequence)
    one.add("dtstamp", clock.now().astimezone(UTC))
    one.add("summary", details.title)
    one.add("status", "CANCELLED" if row.state == Event.State.CANCELED else "CONFIRMED")
    one.add("categories", [str(row.kind_label)])
    if details.where:
        one.add("location", details.where)
    one.add("url", str(settings.PUBLIC_URL) + reverse(page, args=[row.pk]))
    return one


def _add_times(one: Component, row: Event, zone: ZoneInfo) -> None:
    if row.all_day:
        one.add("dtstart", row.starts_at.astimezone(zone).date())
        one.add("dtend", row.ends_at.astimezone(zone).date())
    else:
        one.add("dtstart", row.starts_at.astimezone(zone))
        one.add("dtend", row.ends_at.astimezone(zone))
    if row.rule:
        series = Times(row.starts_at, row.ends_at, row.zone, row.rule)
        one.add("rrule", vRecur.from_ical(bounded(series, all_day=row.all_day)))
    for name, moments in (("rdate", row.added), ("exdate", row.left_out)):
        if moments:
            one.add(name, [_moment(moment, row, zone) for moment in moments])


def _moment(moment: datetime, row: Event, zone: ZoneInfo) -> Any:
    local = moment.astimezone(zone)
    return local.date() if row.all_day else local
