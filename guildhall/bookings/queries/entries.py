"""Bookings as entries for one's own calendar (RFC 5545): what, when and where, and nobody's name."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from guildhall.bookings.models import Booking
from guildhall.lib import clock
from guildhall.lib.calendar_zones import written

STATUS = {Booking.State.BOOKED: "CONFIRMED", Booking.State.WAITING: "TENTATIVE", Booking.State.OFFERED: "TENTATIVE"}


def calendar_of_booking(row: Booking) -> str:
    """One booking as an iCalendar file; its identifier stays, and its number grows with every change."""
    booked = row.state == Booking.State.BOOKED
    calendar = _calendar("PUBLISH" if booked else "CANCEL")
    one = _entry(row, "CONFIRMED" if booked else "CANCELLED")
    if link := row.roll.details.link:
        one.add("url", link)
    calendar.add_component(one)
    return written(calendar).decode()


def calendar_of_bookings(rows: Iterable[Booking]) -> bytes:
    """Open bookings of a student as an iCalendar file that a calendar subscribes to: what waits is tentative.

    It lies with the provider of a telephone, so it has neither the code at the door nor the link to join.
    """
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", _("Guildhall: events"))
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for row in rows:
        one = _entry(row, STATUS[Booking.State(row.state)])
        one.add("url", str(settings.PUBLIC_URL) + reverse("student-booking", args=[row.pk]))
        calendar.add_component(one)
    return written(calendar)


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Guildhall//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _entry(row: Booking, status: str) -> Event:
    event = row.event
    one = Event()
    one.add("uid", f"{row.pk}@{urlsplit(settings.PUBLIC_URL).hostname or 'guildhall'}")
    one.add("sequence", event.sequence + row.version)
    one.add("dtstamp", clock.local(clock.now(), "UTC"))
    one.add("summary", row.roll.title)
    one.add("status", status)
    one.add("dtstart", clock.local(row.begins_at, event.zone))
    one.add("dtend", clock.local(row.ends_at, event.zone))
    if where := row.roll.details.where:
        one.add("location", where)
    return one
