"""The morning after: lists of events at whose door nobody was. Who planned it is asked to complete them; employers who
came read that the numbers follow (journey 6, R6).
"""

from datetime import date, timedelta

from guildhall.bookings import emails
from guildhall.bookings.queries.open_lists import Open, lists_without_anybody
from guildhall.bookings.queries.reporting import parts_to_tell
from guildhall.lib import clock
from guildhall.queue.apart import apart

AGAIN = 7  # days between reminders
TOLD_FOR = timedelta(days=3)  # in which employers are told that numbers follow: also where a morning was missed


def tell_of_open_lists() -> int:
    """Write to whoever planned an event whose list is over and nobody was checked in on: the next morning, and every
    week for a month. Done twice it writes nothing more. Returns how many lists wait. The caller is a keeper.
    """
    with apart() as pieces:
        return pieces.each(_tell, lists_without_anybody())


def _tell(one: Open) -> bool:
    emails.tell_open_list(one, week=_week(one.day))
    if one.day >= clock.today() - TOLD_FOR:
        _tell_employers(one)
    return True


def _week(day: date) -> int:
    return ((clock.today() - day).days - 1) // AGAIN


def _tell_employers(one: Open) -> None:
    for part in parts_to_tell(one.event):
        emails.report_follows(part, one.day)
