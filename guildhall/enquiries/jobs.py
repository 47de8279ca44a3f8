from datetime import time

from guildhall.context import Keeper
from guildhall.enquiries.actions.rising import rise
from guildhall.queue.daily import daily


@daily("enquiries.rise", at=time(5, 45), keeper=Keeper.NOTICES, reason="employers who wait", working_days=True)
def rise_unanswered() -> None:
    """Every working morning: whoever lets an employer wait is reminded, then the region hears of it."""
    rise()
