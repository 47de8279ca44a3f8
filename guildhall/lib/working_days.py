"""Working days: Monday to Friday. Holidays differ from institution to institution, and count as working days."""

from datetime import date, timedelta

SATURDAY = 5


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
