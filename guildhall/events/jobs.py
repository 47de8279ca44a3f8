from datetime import time

from guildhall.context import Keeper
from guildhall.events.actions.subscribing import read_all, read_subscription
from guildhall.queue import job
from guildhall.queue.daily import daily


@job("events.read_calendar", keeper=Keeper.NOTICES, reason="a calendar that is read from an address")
def read_calendar(subscription: str) -> None:
    """Fetch and apply one calendar; it may run twice: what is known already is not entered again."""
    read_subscription(subscription)


@daily("events.read_calendars", at=time(3, 40), keeper=Keeper.NOTICES, reason="calendars that are read from addresses")
def read_calendars() -> None:
    """Every night every calendar that somebody wants read is read anew."""
    read_all()
