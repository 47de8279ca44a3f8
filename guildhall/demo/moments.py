"""Days and moments of the demo, counted in working days from the day on which it is loaded.

The story is told in counts of working days, so that it is the same one on every day: what happened before what,
and how many working days lie between, do not depend on the weekday, and nobody visits employers on a Sunday.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from guildhall.lib import clock
from guildhall.lib.working_days import shift_working_days, working_days_between

START = 1_170  # days back: the office and its people are there before the first employer is
INTERIM = 1_150
AGREED = 365  # days back: the protocol of today comes into force


@dataclass(frozen=True)
class Days:
    """The working days around `today`."""

    today: date

    def back(self, days: int) -> date:
        """The working day about that many days ago (five for every seven, at least one); always before today."""
        if days < 1:
            raise ValueError("What has happened happened before today.")
        return shift_working_days(self.today, -_working(days))

    def ahead(self, days: int) -> date:
        """The working day in about that many days (five for every seven), or the first one from today on."""
        return shift_working_days(self.today, _working(days))

    def at(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """A moment of office hours that many days ago."""
        return moment(self.back(days), hour, minute)

    def apart(self, one: date, other: date) -> int:
        """How many working days lie between two days; whole weeks ago or ahead, it is the same number."""
        return abs(working_days_between(one, other))


def _working(days: int) -> int:
    return -(-days * 5 // 7)


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of a day in the territory's time zone."""
    return clock.moment_of(day, time(hour, minute))
