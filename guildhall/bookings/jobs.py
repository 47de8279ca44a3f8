from datetime import time

from guildhall.bookings.actions import (
    asking_after,
    closing,
    following,
    lapsing,
    open_lists,
    telling_employers,
)
from guildhall.context import Keeper
from guildhall.queue import AFTER_OUTAGE, job
from guildhall.queue.daily import daily


@job(
    "bookings.lapse",
    keeper=Keeper.RECOUNT,
    reason="places that nobody took in time",
    cron="*/5 * * * *",
    queueing_lock="bookings.lapse",
)
def lapse(timestamp: int = 0) -> None:
    """Every five minutes: what was offered and not answered goes to whoever waits next."""
    lapsing.lapse_offers()


@job("bookings.tell_moved", keeper=Keeper.RECOUNT, reason="a booked event has another time", retry=AFTER_OUTAGE)
def tell_moved(event: str, session: str = "", at: str = "") -> None:
    """Tell whoever booked that an event, a session or one time of it moved; nobody is told twice."""
    following.tell_moved(event, session, at)


@job("bookings.tell_elsewhere", keeper=Keeper.RECOUNT, reason="a booked event is elsewhere", retry=AFTER_OUTAGE)
def tell_elsewhere(event: str, session: str = "", at: str = "", how: str = "elsewhere") -> None:
    """Tell whoever booked that an event, a session or one time of it is elsewhere, or is called otherwise; nobody is
    told twice.
    """
    following.tell_elsewhere(event, session, at, how)


@job("bookings.tell_not_held", keeper=Keeper.RECOUNT, reason="a booked event is not held", retry=AFTER_OUTAGE)
def tell_not_held(roll: str, at: str) -> None:
    """Tell whoever booked that an event does not take place; nobody is told twice."""
    following.tell_not_held(roll, at)


@job("bookings.ask_how_it_was", keeper=Keeper.DOOR, reason="asking whoever came how it was", retry=AFTER_OUTAGE)
def ask_how_it_was(roll: str) -> None:
    """When a list is closed: whoever came is asked, once."""
    asking_after.ask_how_it_was(roll)


@daily("bookings.close_lists", at=time(3, 20), keeper=Keeper.DOOR, reason="lists of events that are over")
def close_lists() -> None:
    """Every night: lists at whose door somebody was checked in are closed."""
    closing.close_what_is_over()


@daily("bookings.tell_employers", at=time(7, 40), keeper=Keeper.DOOR, reason="how events were attended")
def tell_employers() -> None:
    """Every morning: employers who took part read how it was attended, once."""
    telling_employers.tell_employers()


@daily("bookings.open_lists", at=time(7, 50), keeper=Keeper.DOOR, reason="events at whose door nobody was checked in")
def tell_of_open_lists() -> None:
    """Every morning: whoever planned an event is asked to complete its list, employers read that numbers follow."""
    open_lists.tell_of_open_lists()
