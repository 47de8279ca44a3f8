"""What leaves as a calendar (RFC 5545): whole days, no contact details, a link back to the page."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from guildhall.engagements.queries.calendars import Dated
from guildhall.lib import clock


def calendar_file(rows: Iterable[Dated]) -> bytes:
    """Some entries as an iCalendar file; each has an identifier that stays, so that a calendar knows it again."""
    calendar = Calendar()
    calendar.add("prodid", "-//Guildhall//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Guildhall: mine"))
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    host = urlsplit(settings.PUBLIC_URL).hostname or "guildhall"
    for row in rows:
        event = Event()
        event.add("uid", f"{row.pk}@{host}")
        event.add("sequence", row.version)
        event.add("dtstamp", clock.now())
        event.add("created", row.made_at)
        event.add("dtstart", row.day)
        event.add("dtend", row.day + timedelta(1))
        event.add("summary", row.words)
        event.add("url", row.url)
        event.add("transp", "TRANSPARENT")  # a day on which something is due is not a busy day
        calendar.add_component(event)
    return bytes(calendar.to_ical())
