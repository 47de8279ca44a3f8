"""Reading a calendar of somebody else (RFC 5545) into plain values, with limits: hostile and broken ones are refused
in words, one by one where it can be. No database.
"""

import hashlib
import html
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Component

from guildhall.events.repeating import NoSeries, Times, times_of

MOST_BYTES = 5_000_000
MOST_EVENTS = 5_000
MOST_LINE = 200_000  # characters of one line, once it is unfolded
LONGEST = timedelta(days=14)
NO_TITLE = "Untitled"
OF_A_DAY = ("title", "place", "link")


class NoCalendar(ValueError):
    """Raised for a file that is no calendar, or too large; says so in a sentence."""


@dataclass(frozen=True, slots=True)
class Read:
    """One event of a calendar, as plain values that can be kept as JSON. Moments are texts in ISO 8601."""

    uid: str
    title: str
    starts: str
    ends: str
    zone: str
    all_day: bool = False
    rule: str = ""
    added: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    description: str = ""
    place: str = ""
    link: str = ""
    sequence: int = 0
    canceled: bool = False
    of: str = ""  # the moment of the series that it stands for
    says: dict[str, str] = field(default_factory=dict)  # what it says of that moment otherwise than of the series

    @property
    def repeats(self) -> bool:
        return bool(self.rule or self.added)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    @property
    def hashed(self) -> str:
        """What it says, whatever the number of its edition: the same text for the same words and times."""
        said = {name: value for name, value in self.as_json().items() if name != "sequence"}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Wrong:
    """One event that cannot be read, and why."""

    uid: str
    message: str


def read_calendar(content: bytes, zone: str) -> tuple[list[Read], list[Wrong]]:
    """The events of a calendar, and those that cannot be read. `zone` is that of times that name none.

    Raises `NoCalendar` where nothing can be read at all.
    """
    if len(content) > MOST_BYTES:
        raise NoCalendar("This calendar is larger than 5 MB. Export a shorter period.")
    text = content.decode("utf-8-sig", errors="replace").replace("\x00", "")
    if "BEGIN:VCALENDAR" not in text[:MOST_LINE].upper():
        raise NoCalendar("This is not a calendar: a file in the iCalendar format (.ics) begins with BEGIN:VCALENDAR.")
    blocks = list(_blocks(text))
    if not blocks:
        raise NoCalendar("There is no event in this calendar.")
    if len(blocks) > MOST_EVENTS:
        raise NoCalendar("There are more than 5,000 events in this calendar. Export a shorter period.")
    zone = _zone_named(text, zone)
    read: list[Read] = []
    wrong: list[Wrong] = []
    for block in blocks:
        one = _one(block, zone)
        (read if isinstance(one, Read) else wrong).append(one)  # type: ignore[arg-type]
    series = {one.uid: one for one in read if not one.of}
    return [_beside(one, series.get(one.uid)) for one in read], wrong


def _beside(one: Read, series: Read | None) -> Read:
    """A single day of a series with what it is called, or where it is, otherwise than the others."""
    if not one.of or series is None:
        return one
    says = {name: said for name in OF_A_DAY if (said := getattr(one, name)) != getattr(series, name)}
    return replace(one, says=says)


def _blocks(text: str) -> Iterator[str]:
    """Each event's own lines, so that a broken one does not take the others with it."""
    lines: list[str] | None = None
    depth = 0
    for line in text.splitlines():
        name = line.strip().upper()
        if name == "BEGIN:VEVENT" and depth == 0:
            lines, depth = [line], 1
        elif lines is not None:
            lines.append(line)
            if name.startswith("BEGIN:"):
                depth += 1
            elif name.startswith("END:"):
                depth -= 1
            if depth == 0:
                yield "\r\n".join(lines)
                lines = None
    if lines is not None:
        yield "\r\n".join(lines)


def _zone_named(text: str, usual: str) -> str:
    """The zone of times that name none: that of the whole calendar, where it says one that is known."""
    match = re.search(r"^X-WR-TIMEZONE:(.+)$", text, re.MULTILINE | re.IGNORECASE)
    name = match.group(1).strip() if match else ""
    return name if _is_zone(name) else usual


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError):
        return False
    return bool(name)


def _one(block: str, zone: str) -> Read | Wrong:
    found = re.search(r"^UID[^:\r\n]*:(.*)$", block, re.MULTILINE | re.IGNORECASE)
    uid = found.group(1).strip()[:255] if found else ""
    if len(block) > MOST_LINE:
        return Wrong(uid, "This event is longer than we read.")
    try:
        component = Component.from_ical(block)
        return _read(component, uid, zone)
    except NoSeries as why:
        return Wrong(uid, str(why))
    except Unreadable as why:
        return Wrong(uid, str(why))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError):
        return Wrong(uid, "This event cannot be read.")


class Unreadable(ValueError):
    """Raised for one event, with a sentence."""


def _read(one: Any, uid: str, zone: str) -> Read:
    begin = one.get("DTSTART")
    if begin is None:
        raise Unreadable("This event has no beginning.")
    all_day = not isinstance(begin.dt, datetime)
    own = _zone_of(begin, zone)
    starts = _moment(begin.dt, own)
    ends = _end(one, starts, own, all_day)
    if ends < starts:
        raise Unreadable("This event ends before it begins.")
    if ends - starts > LONGEST:
        raise Unreadable("This event lasts longer than two weeks.")
    if not 1990 <= starts.year <= 2200:
        raise Unreadable("The year of this event cannot be right.")
    rule = one.get("RRULE")
    text = rule.to_ical().decode() if rule is not None and not isinstance(rule, list) else ""
    if isinstance(rule, list):
        raise Unreadable("This event repeats by more than one rule.")
    facts: dict[str, Any] = {
        "rule": text,
        "added": _several(one, "RDATE", own),
        "left_out": _several(one, "EXDATE", own),
    }
    _check_series(starts, ends, own, facts)
    recurrence, title = one.get("RECURRENCE-ID"), _line(one.get("SUMMARY"))[:160] or NO_TITLE
    uid = uid or made_up(title, starts)
    return Read(
        uid, title, starts.isoformat(), ends.isoformat(), own, all_day,
        description=_words(one.get("DESCRIPTION"))[:6000], place=_line(one.get("LOCATION"))[:200],
        link=_link(one.get("URL")), sequence=_number(one.get("SEQUENCE")),
        canceled=str(one.get("STATUS", "")).upper() == "CANCELLED",
        of=_moment(recurrence.dt, own).astimezone(UTC).isoformat() if recurrence is not None else "", **facts,
    )  # fmt: skip


def made_up(title: str, starts: datetime) -> str:
    """An identifier for an event that has none, so that the same one is known again as long as it is called so."""
    return "none-" + hashlib.sha256(f"{title}|{starts.astimezone(UTC).isoformat()}".encode()).hexdigest()[:32]


def _check_series(starts: datetime, ends: datetime, zone: str, facts: dict[str, Any]) -> None:
    moments = {name: tuple(datetime.fromisoformat(text) for text in facts[name]) for name in ("added", "left_out")}
    times_of(Times(starts, ends, zone, facts["rule"], **moments))


def _zone_of(begin: Any, usual: str) -> str:
    named = str(begin.params.get("TZID", "")) if hasattr(begin, "params") else ""
    if _is_zone(named):
        return named
    zone = getattr(begin.dt, "tzinfo", None)
    key = str(getattr(zone, "key", "") or "")
    return key if _is_zone(key) and key != "UTC" else usual


def _moment(value: Any, zone: str) -> datetime:
    if not isinstance(value, datetime):
        if not isinstance(value, date):
            raise Unreadable("A time of this event cannot be read.")
        value = datetime.combine(value, time())
    return (value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))).astimezone(ZoneInfo(zone))


def _end(one: Any, starts: datetime, zone: str, all_day: bool) -> datetime:
    end, lasts = one.get("DTEND"), one.get("DURATION")
    if end is not None:
        return _moment(end.dt, zone)
    if lasts is not None:
        return starts + lasts.dt
    return starts + timedelta(days=1) if all_day else starts


def _several(one: Any, name: str, zone: str) -> list[str]:
    found = one.get(name)
    lists = found if isinstance(found, list) else [found] if found is not None else []
    moments = []
    for some in lists:
        for entry in getattr(some, "dts", ()):
            value = entry.dt[0] if isinstance(entry.dt, tuple) else entry.dt
            moments.append(_moment(value, zone).astimezone(UTC).isoformat())
    return sorted(set(moments))[:1000]


def _number(value: Any) -> int:
    try:
        return min(max(int(value or 0), 0), 2_000_000_000)
    except (TypeError, ValueError):
        return 0


def _line(value: Any) -> str:
    return " ".join(_words(value).split())


def _words(value: Any) -> str:
    """What somebody wrote, without markup: many calendars keep HTML in descriptions."""
    text = "" if value is None else str(value)[:50_000]
    text = re.sub(r"(?i)<br\s*/?>|</p>|</li>|</div>", "\n", text)
    text = html.unescape(re.sub(r"<[^<>]{0,5000}>", "", text))
    text = "".join(c for c in text if c in "\n\t" or c.isprintable())
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _link(value: Any) -> str:
    text = "" if value is None else str(value).strip()
    return text if re.match(r"(?i)^https?://[^\s<>\"']{3,480}$", text) else ""
