"""A calendar invitation that came by e-mail, read for what the log asks: what, when, with whom (RFC 5545, 5546)."""

import email
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from icalendar import Calendar

from guildhall.engagements.messages import MOST_WORDS, Short, too_involved, writable
from guildhall.lib import clock

LARGEST = 2**18  # bytes of a calendar part
MOST_EVENTS = 50
MOST_LINES = 5_000
FOLDED = re.compile(rb"\r?\n[ \t]")
ZONES = re.compile(rb"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r?\n?", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Invitation:
    """What an invitation says. `uid` names the meeting for good, `sequence` counts how often it was changed."""

    uid: str
    sequence: int
    canceled: bool
    title: str
    body: str
    people: tuple[str, ...]  # addresses in lower case
    day: date
    at: time | None


def invitation_in(content: bytes) -> Invitation | None:
    """The invitation or cancellation that a message carries; None where it carries none that can be read."""
    if too_involved(content):
        return None
    try:
        for part in email.message_from_bytes(content, policy=Short()).walk():
            if part.get_content_type() == "text/calendar":
                return _read(bytes(part.get_payload(decode=True) or b""))  # type: ignore[arg-type]
    except Exception:  # the libraries have no list of what they raise on a hostile part; it is an ordinary message then
        return None
    return None


def _read(content: bytes) -> Invitation | None:
    """The first meeting. Zones that the sender defines are left out: their rules may be made to be endless."""
    if len(content) > LARGEST or content.count(b"\n") > MOST_LINES:
        return None
    content = ZONES.sub(b"", FOLDED.sub(b"", content))
    if b"VTIMEZONE" in content.upper() or content.upper().count(b"BEGIN:") > MOST_EVENTS:
        return None
    calendar: Any = Calendar.from_ical(content)
    method = str(calendar.get("method", "")).upper()
    events = calendar.walk("VEVENT")
    if method not in ("REQUEST", "CANCEL") or not events or not str(events[0].get("uid", "")):
        return None
    event = events[0]
    start = event["dtstart"].dt
    day, at = _day_and_time(start) if isinstance(start, datetime) else (start, None)
    return Invitation(
        uid=str(event["uid"]),
        sequence=min(max(int(event.get("sequence", 0)), 0), 2**31 - 1),
        canceled=method == "CANCEL" or str(event.get("status", "")).upper() == "CANCELLED",
        title=writable(" ".join(str(event.get("summary", "")).split()))[:200],
        body=writable(str(event.get("description", ""))).strip()[:MOST_WORDS],
        people=tuple(filter(None, (_address(one) for one in _listed(event, "organizer") + _listed(event, "attendee")))),
        day=day,
        at=at,
    )


def _listed(event: Any, name: str) -> list[Any]:
    values = event.get(name, [])
    return list(values) if isinstance(values, list) else [values]


def _address(value: Any) -> str:
    scheme, _colon, address = str(value).strip().lower().partition(":")
    return address if scheme == "mailto" and "@" in address else ""


def _day_and_time(when: datetime) -> tuple[date, time]:
    """By the region's clocks; a time whose zone is not known is one of theirs."""
    if when.tzinfo is None:
        when = clock.moment_of(when, when.time())
    return clock.day_of(when), clock.local(when).time().replace(second=0, microsecond=0)
