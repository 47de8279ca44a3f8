from datetime import time

from guildhall.context import Keeper
from guildhall.queue.daily import daily
from guildhall.supervision.actions.linking import remind


@daily("supervision.remind", at=time(7), keeper=Keeper.LINK, reason="reminding of what was asked by a link")
def reminders() -> None:
    """Every morning: whoever was asked to sign, approve or evaluate and has not is written to once more."""
    remind()
