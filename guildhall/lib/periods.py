"""Days counted in calendar months, and school years."""

import calendar
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day some months later; the last of a month where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def school_year_of(day: date) -> int:
    """The calendar year in which the school year of a day begins: it runs from July to June."""
    return day.year if day.month >= 7 else day.year - 1
