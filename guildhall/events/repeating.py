"""When a series takes place (RFC 5545): its rule goes by the clock of its place, so that ten o'clock stays ten o'clock
when the clocks are changed. No database.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, rrulestr

from guildhall.lib.clock import day_of

MOST = 400  # times of one series
AHEAD = timedelta(days=731)  # beyond its beginning a series is not spelled out
WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")  # lists of them: 86,400 times a day would hold a worker for minutes
LONGEST_RULE = 300  # characters
EVERY = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}


class NoSeries(ValueError):
    """Raised for a rule that is none, or that repeats more often than once a day."""


@dataclass(frozen=True, slots=True)
class Times:
    """The first time of an event with the rule by which it comes again, times added and times left out."""

    starts: datetime
    ends: datetime
    zone: str
    rule: str = ""
    added: tuple[datetime, ...] = ()
    left_out: tuple[datetime, ...] = ()


def parsed(rule: str, first: datetime) -> rrule:
    """A rule as dateutil has it, from a first time without zone. Raises `NoSeries` with a sentence."""
    parts = _parts(rule)
    if parts.get("FREQ") not in EVERY:
        raise NoSeries("It repeats more often than once a day, or in a way that is not known.")
    if any("," in parts.get(name, "") for name in WITHIN_A_DAY) or len(rule) > LONGEST_RULE:
        raise NoSeries("It repeats more often than once a day, or in a way that is not known.")
    if parts.get("INTERVAL", "1").strip("0") == "":
        raise NoSeries("How it repeats cannot be read.")
    parts.pop("UNTIL", None)  # compared by itself: it may or may not name a zone
    try:
        result = rrulestr(_written(parts), dtstart=first)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NoSeries("How it repeats cannot be read.") from error
    if not isinstance(result, rrule):
        raise NoSeries("How it repeats cannot be read.")
    return result


def _parts(rule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)


def _written(parts: dict[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


def until_of(rule: str, zone: ZoneInfo) -> datetime | None:
    """The last moment of a rule, as the clock of its place shows it."""
    text = _parts(rule).get("UNTIL", "")
    if not text:
        return None
    try:
        if len(text) == 8:
            return datetime.strptime(text, "%Y%m%d").replace(hour=23, minute=59, second=59)  # noqa: DTZ007
        moment = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    except ValueError as error:
        raise NoSeries("The last day of the series cannot be read.") from error
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) if text.endswith("Z") else moment


def times_of(one: Times) -> list[tuple[datetime, datetime]]:
    """Every time that an event takes place, in their order, as moments; two years and `MOST` at the most.

    What stands in an hour that the clocks leave out begins as much later as they go forward. Of an hour that comes
    twice the first is meant.
    """
    zone = ZoneInfo(one.zone)
    lasts = one.ends - one.starts
    left_out = {moment.astimezone(UTC) for moment in one.left_out}
    begins = {one.starts.astimezone(UTC)}
    if one.rule:
        begins |= set(_by_rule(one, zone))
    begins |= {moment.astimezone(UTC) for moment in one.added}
    kept = sorted(moment for moment in begins if moment not in left_out)[:MOST]
    return [(moment, moment + lasts) for moment in kept]


def _by_rule(one: Times, zone: ZoneInfo) -> Iterator[datetime]:
    first = one.starts.astimezone(zone).replace(tzinfo=None)
    last = first + AHEAD
    if until := until_of(one.rule, zone):
        last = min(last, until)
    rule = parsed(one.rule, first).replace(until=last)
    for wall in islice(rule, MOST):
        yield wall.replace(tzinfo=zone).astimezone(UTC)


def bounded(one: Times, *, all_day: bool = False) -> str:
    """The rule of a series as it leaves: with as many times as are spelled out, which every reader understands alike.

    Where its first time is none by the rule, readers count differently; there the last moment is said as RFC 5545 asks
    for it, in UTC beside a beginning that has a zone. A reader refuses anything else, or loses the last day.
    """
    times = list(_by_rule(one, ZoneInfo(one.zone)))
    kept = {name: value for name, value in _parts(one.rule).items() if name not in ("UNTIL", "COUNT")}
    if times and times[0] == one.starts:
        return _written(kept | {"COUNT": str(len(times))})
    last = max(times, default=one.starts)
    day, moment = day_of(last, one.zone).isoformat(), last.astimezone(UTC).isoformat(timespec="seconds")
    until = day if all_day else moment.replace("+00:00", "Z").replace(":", "")
    return _written(kept | {"UNTIL": until.replace("-", "")})


# ── A series that moves ──────────────────────────────────────────────


def moved_rule(one: Times, next_time: datetime, to: datetime) -> str:
    """The rule of a series whose next time goes to another moment; times before it are counted no more (C3).

    It comes as often as it still would have: one that counts its times counts those that are left. The weekday goes
    along, and so does the last day, so that no time is lost by it.
    """
    zone = ZoneInfo(one.zone)
    was, now = day_of(next_time, one.zone), day_of(to, one.zone)
    parts, days = _parts(one.rule), (now - was).days
    if "COUNT" in parts:
        over = sum(moment < next_time for moment in _by_rule(one, zone))
        parts["COUNT"] = str(max(1, int(parts["COUNT"]) - over))
    if "BYDAY" in parts:
        parts["BYDAY"] = _days_moved(parts, was, now)
    if "UNTIL" in parts:
        last = date.fromisoformat(parts["UNTIL"][:8]) + timedelta(days)
        parts["UNTIL"] = last.isoformat().replace("-", "") + parts["UNTIL"][8:]
    return _written(parts)


def moved_along(moments: Iterable[datetime], was: datetime, to: datetime, zone: str) -> list[datetime]:
    """Some moments of a series, moved as one of its times is: by the clock on the wall, also where it is changed."""
    place = ZoneInfo(zone)

    def wall(moment: datetime) -> datetime:
        return moment.astimezone(place).replace(tzinfo=None)

    shift = wall(to) - wall(was)
    return [(wall(moment) + shift).replace(tzinfo=place).astimezone(UTC) for moment in moments]


def next_to_next(was: Sequence[datetime], times: Sequence[datetime], now: datetime) -> dict[datetime, datetime]:
    """To which time each goes that was still ahead, the next to the next; where none was, the last one."""
    left = [moment for moment in was if moment > now] or list(was[-1:])
    return dict(zip(left, [moment for moment in times if moment > now], strict=False))


def _days_moved(parts: dict[str, str], was: date, now: date) -> str:
    """The weekdays of a rule, moved along: those of a week, or the one of a month such as the second Tuesday."""
    days = parts["BYDAY"].split(",")
    if all(day in WEEKDAYS for day in days):
        return ",".join(WEEKDAYS[(WEEKDAYS.index(day) + (now - was).days) % 7] for day in days)
    if len(days) > 1 or days[0] not in (_in_month(was), f"5{WEEKDAYS[was.weekday()]}", _last_in_month(was)):
        return parts["BYDAY"]
    return _last_in_month(now) if days[0].startswith("-1") and _is_last_in_month(now) else _in_month(now)


def _in_month(day: date) -> str:
    """Such as the second Tuesday; the fifth is the last one, which every month has."""
    nth = (day.day - 1) // 7 + 1
    return f"{nth}{WEEKDAYS[day.weekday()]}" if nth < 5 else _last_in_month(day)


def _last_in_month(day: date) -> str:
    return f"-1{WEEKDAYS[day.weekday()]}"


def _is_last_in_month(day: date) -> bool:
    return (day + timedelta(7)).month != day.month


# ── Rules that people choose ─────────────────────────────────────────

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def weekly(first: datetime, until: str, *, every: int = 1) -> str:
    """The rule of a series on the weekday of its first time; `until` is its last day as 20270131."""
    return f"FREQ=WEEKLY;INTERVAL={every};BYDAY={WEEKDAYS[first.weekday()]};UNTIL={until}"


def monthly(first: datetime, until: str) -> str:
    """The rule of a series on the same weekday of each month, such as the second Tuesday."""
    return f"FREQ=MONTHLY;BYDAY={_in_month(first)};UNTIL={until}"


def distinct(moments: Iterable[datetime]) -> list[datetime]:
    """Moments in their order, each once."""
    return sorted({moment.astimezone(UTC) for moment in moments})
