"""A meeting as an entry for one's own calendar (RFC 5545): what, when and where."""

from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from guildhall.lib import clock
from guildhall.meetings.models import Meeting, Participant


def calendar_of(row: Participant) -> str:
    """The meeting of a participant as an iCalendar file; its identifier stays, and its number grows with every change.

    It lies with the provider of a telephone, so it names nobody.
    """
    meeting = row.meeting
    canceled = meeting.state == Meeting.State.CANCELED
    calendar = Calendar()
    calendar.add("prodid", "-//Guildhall//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if canceled else "PUBLISH")
    one = Event()
    one.add("uid", f"{row.pk}@{urlsplit(settings.PUBLIC_URL).hostname or 'guildhall'}")
    one.add("sequence", meeting.version)
    one.add("dtstamp", clock.local(clock.now(), "UTC"))
    one.add("summary", meeting.title)
    one.add("status", "CANCELLED" if canceled else "CONFIRMED")
    one.add("dtstart", clock.local(meeting.starts_at))
    one.add("dtend", clock.local(meeting.ends_at))
    if meeting.where:
        one.add("location", meeting.where)
    if meeting.link:
        one.add("url", meeting.link)
    calendar.add_component(one)
    calendar.add_missing_timezones()
    return str(calendar.to_ical().decode())
