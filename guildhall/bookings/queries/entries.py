"""A booking as an entry for one's own calendar (RFC 5545): what, when and where, and nobody's name."""

from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from guildhall.bookings.models import Booking
from guildhall.lib import clock


def calendar_of_booking(row: Booking) -> str:
    """One booking as an iCalendar file; its identifier stays, and its number grows with every change."""
    event = row.event
    one = Event()
    one.add("uid", f"{row.pk}@{urlsplit(settings.PUBLIC_URL).hostname or 'guildhall'}")
    one.add("sequence", event.sequence + row.version)
    one.add("dtstamp", clock.local(clock.now(), "UTC"))
    one.add("summary", str(row.roll.session or event))
    one.add("status", "CONFIRMED" if row.state == Booking.State.BOOKED else "CANCELLED")
    one.add("dtstart", clock.local(row.begins_at, event.zone))
    one.add("dtend", clock.local(row.ends_at, event.zone))
    if where := ", ".join(filter(None, (event.place, row.roll.session.room if row.roll.session else event.room))):
        one.add("location", where)
    if event.link:
        one.add("url", event.link)
    calendar = Calendar()
    calendar.add("prodid", "-//Guildhall//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH" if row.state == Booking.State.BOOKED else "CANCEL")
    calendar.add_component(one)
    calendar.add_missing_timezones()
    return calendar.to_ical().decode()
