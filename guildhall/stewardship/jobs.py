from datetime import time

from guildhall.context import Keeper
from guildhall.queue import AFTER_OUTAGE, job
from guildhall.queue.daily import daily
from guildhall.stewardship.actions.answering import carry_out
from guildhall.stewardship.actions.retiring import retire


@job("stewardship.erase", keeper=Keeper.ERASURE, reason="a request that was decided", retry=AFTER_OUTAGE)
def erase(request: str) -> None:
    """Erase what is kept about one person, as was decided."""
    carry_out(request)


@daily("stewardship.retire", at=time(2, 20), keeper=Keeper.RETENTION, reason="kept long enough")
def retire_daily() -> None:
    """Every night: what was kept long enough goes."""
    retire()
