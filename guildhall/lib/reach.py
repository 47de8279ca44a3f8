"""How far back or ahead a day may lie that somebody types: a wrong year is said at once, not kept."""

from datetime import date

from guildhall.lib import clock
from guildhall.lib.periods import months_after
from guildhall.lib.verdicts import YES, Verdict, no

FAR_BACK, FAR_AHEAD = 10, 2  # years
LIFE = 80  # years back, for what may last as long as somebody works


def in_reach(day: date | None, *, back: int = FAR_BACK, ahead: int = FAR_AHEAD) -> Verdict:
    """Whether a day lies within so many years back and ahead of today; no year at all means: not on that side."""
    today = clock.today()
    if day is None:
        return YES
    if not back and day < today:
        return no("This day has passed already. Choose today or a day to come.")
    if not ahead and day > today:
        return no("This day is still to come. Is the year right?")
    if day < months_after(today, -12 * back):
        if back == 1:
            return no("Is the year right? This day is more than a year ago.")
        return no("Is the year right? This day is more than {years} years ago.", years=back)
    if day > months_after(today, 12 * ahead):
        if ahead == 1:
            return no("Is the year right? This day is more than a year ahead.")
        return no("Is the year right? This day is more than {years} years ahead.", years=ahead)
    return YES
