"""Moments at which dates go wrong: every weekday, ends of months and years, changed clocks, midnights, other zones."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from guildhall.lib import clock

HOME = "America/Los_Angeles"
NEW_YORK, HONOLULU, GUAM, SYDNEY = "America/New_York", "Pacific/Honolulu", "Pacific/Guam", "Australia/Sydney"
ZONES = (HOME, NEW_YORK, HONOLULU, GUAM, SYDNEY)


def local(text: str, zone: str = HOME) -> datetime:
    """The moment that the clocks of a zone show as "2026-11-28 23:59"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def days_from_now(days: int) -> datetime:
    """The moment in so many days at which the region's clocks show what they show now, changed clocks or not."""
    return clock.local(clock.now()) + timedelta(days)


def next_monday(hour: int = 9) -> datetime:
    """An hour of the first Monday after today, by the region's clocks: for stories that go by working days."""
    today = clock.today()
    return clock.moment_of(today + timedelta(7 - today.weekday()), time(hour))


@dataclass(frozen=True)
class Moment:
    """What the clocks of a territory show, and in which zone they are."""

    zone: str
    shown: str

    @property
    def at(self) -> datetime:
        return local(self.shown, self.zone)

    def __str__(self) -> str:
        return f"{self.zone} {self.shown}"

    @classmethod
    def of(cls, text: str) -> "Moment":
        """The moment that `str` has made a text of."""
        zone, _space, shown = text.partition(" ")
        return cls(zone, shown)


# A minute from midnight in the region, while London has another day.
EDGES = [
    (HOME, "2026-11-28 23:59"),
    (NEW_YORK, "2026-11-28 23:59"),
    (HONOLULU, "2026-11-28 23:59"),
    (GUAM, "2026-11-29 00:01"),
    (SYDNEY, "2026-11-29 00:01"),
]
WEEKDAYS = [(HOME, f"2026-11-{day} {time}") for day, time in zip(range(23, 30), ("08:00", "12:00") * 4, strict=False)]
WEEKENDS = [(HOME, "2026-11-28 18:30"), (HOME, "2026-11-29 18:30"), (NEW_YORK, "2026-12-05 10:00"),
            (GUAM, "2026-12-05 10:00"), (SYDNEY, "2026-12-06 20:00"), (HONOLULU, "2026-12-06 20:00")]  # fmt: skip
MONTH_ENDS = [(HOME, f"2027-{end} 23:59") for end in ("01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31",
              "08-31", "09-30", "10-31", "11-30", "12-31")]  # fmt: skip
FIRST_DAYS = [(HOME, "2027-02-01 00:01"), (HOME, "2027-03-01 00:01"), (HOME, "2027-07-01 00:01"),
              (HONOLULU, "2027-07-01 00:01"), (SYDNEY, "2027-10-01 00:01"), (GUAM, "2027-08-01 00:01")]  # fmt: skip
LEAP_DAYS = [(zone, f"2028-{shown}") for zone, shown in (
    (HOME, "02-28 23:59"), (HOME, "02-29 00:01"), (HOME, "02-29 12:00"), (HOME, "02-29 23:59"), (HOME, "03-01 00:01"),
    (SYDNEY, "02-29 00:01"), (NEW_YORK, "02-29 23:59"), (GUAM, "02-29 12:00"))]  # fmt: skip
NEW_YEARS = [(zone, shown) for zone in ZONES for shown in ("2026-12-31 23:59", "2027-01-01 00:01")]
# The night in which an hour is lost or won: before, in the hour that is missing or shown twice, and after.
CHANGED_CLOCKS = [(HOME, "2027-03-14 01:59"), (HOME, "2027-03-14 03:01"), (HOME, "2027-03-14 23:59"),
                  (HOME, "2027-11-07 00:30"), (HOME, "2027-11-07 01:30"), (HOME, "2027-11-07 23:59"),
                  (NEW_YORK, "2027-03-14 03:01"), (NEW_YORK, "2027-11-07 01:30"), (SYDNEY, "2027-04-04 02:30"),
                  (SYDNEY, "2027-10-03 03:01")]  # fmt: skip
# Nights of which nothing but the present moment tells: a page that shows London's day then is wrong.
ORDINARY_NIGHTS = [(HONOLULU, "2027-06-17 23:59"), (GUAM, "2027-06-18 00:01")]
# Written down by hand in a test, some years are over by then.
FAR = [(HOME, "2039-12-31 23:59"), (GUAM, "2044-02-29 00:01")]
_ALL = [*EDGES, *WEEKDAYS, *WEEKENDS, *MONTH_ENDS, *FIRST_DAYS, *LEAP_DAYS, *NEW_YEARS, *CHANGED_CLOCKS]
MOMENTS = [Moment(*pair) for pair in dict.fromkeys([*_ALL, *ORDINARY_NIGHTS, *FAR])]
