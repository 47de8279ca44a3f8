from guildhall.bookings.actions import following, lapsing
from guildhall.context import Keeper
from guildhall.queue import AFTER_OUTAGE, job


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
def tell_moved(event: str) -> None:
    """Tell whoever booked that an event moved; nobody is told twice."""
    following.tell_moved(event)


@job("bookings.tell_not_held", keeper=Keeper.RECOUNT, reason="a booked event is not held", retry=AFTER_OUTAGE)
def tell_not_held(roll: str, at: str) -> None:
    """Tell whoever booked that an event does not take place; nobody is told twice."""
    following.tell_not_held(roll, at)
