"""When a letter is due, as its reader chose (H14): arithmetic on days, no records."""

from collections.abc import Iterable
from datetime import date, timedelta

EVERY, MONTHLY, QUARTERLY = "every", "monthly", "quarterly"


def before(how: str, today: date) -> date | None:
    """What was published before this day goes out today; None: nothing does.

    What is told once a month goes when its month is over, and so does what is told once a quarter.
    """
    if how == EVERY:
        return today + timedelta(1)
    if how == MONTHLY:
        return today.replace(day=1)
    if how == QUARTERLY:
        return today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
    return None


def is_due(how: str, published: Iterable[date], today: date) -> bool:
    """Whether a letter goes today with updates that were published on some days and not sent yet."""
    limit = before(how, today)
    return limit is not None and any(day < limit for day in published)
