"""Days and moments of the demo, counted back from the day on which it is loaded."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Los_Angeles")
START = 1_170  # days back: the office and its people are there before the first employer is
INTERIM = 1_150
AGREED = 365  # days back: the protocol of today comes into force


@dataclass(frozen=True)
class Days:
    """The days around `today`; all of them are weekdays, because nobody visits employers on a Sunday."""

    today: date

    def back(self, days: int) -> date:
        """The weekday that many days ago, or the last one before; always earlier than today for `days` over 0."""
        day = self.today - timedelta(days=days)
        return day - timedelta(days=max(0, day.weekday() - 4))

    def ahead(self, days: int) -> date:
        """The weekday in that many days, or the first one after."""
        day = self.today + timedelta(days=days)
        return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)

    def at(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """A moment of office hours that many days ago."""
        return moment(self.back(days), hour, minute)


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of a day in the territory's time zone."""
    return datetime.combine(day, time(hour, minute), ZONE)
