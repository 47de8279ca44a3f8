"""Working days: Monday to Friday. Holidays differ from institution to institution, and count as working days."""

from datetime import date, timedelta

SATURDAY = 5
WEEK = 5  # working days


def is_working_day(day: date) -> bool:
    """Whether people work on a day."""
    return day.weekday() < SATURDAY


def after_working_days(day: date, count: int) -> date:
    """The day that lies so many working days after another one."""
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days lie from one day, included, to another, excluded; negative if the other is earlier."""
    return _ordinal(last) - _ordinal(first)


def shift_working_days(day: date, count: int) -> date:
    """The working day so many working days later, or earlier if negative; on a weekend, counted from Monday."""
    weeks, left = divmod(_ordinal(day) + count, WEEK)
    return date.fromordinal(1 + 7 * weeks + left)


def _ordinal(day: date) -> int:
    """How many working days have passed since the calendar began, on a Monday."""
    weeks, left = divmod(day.toordinal() - 1, 7)
    return WEEK * weeks + min(left, WEEK)
