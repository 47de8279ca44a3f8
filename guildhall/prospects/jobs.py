from datetime import time

from guildhall.context import Keeper
from guildhall.prospects.actions.reminding import remind_owners
from guildhall.queue.daily import daily


@daily("prospects.remind", at=time(6, 15), keeper=Keeper.NOTICES, reason="next steps that are due")
def remind() -> None:
    """Every morning: remind owners of their next steps."""
    remind_owners()
