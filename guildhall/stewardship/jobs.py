from guildhall.context import Keeper
from guildhall.queue import AFTER_OUTAGE, job
from guildhall.stewardship.actions.answering import carry_out
from guildhall.stewardship.actions.retiring import retire


@job("stewardship.erase", keeper=Keeper.ERASURE, reason="a request that was decided", retry=AFTER_OUTAGE)
def erase(request: str) -> None:
    """Erase what is kept about one person, as was decided."""
    carry_out(request)


@job(
    "stewardship.retire",
    keeper=Keeper.RETENTION,
    reason="kept long enough",
    cron="20 10 * * *",
    queueing_lock="stewardship.retire",
)
def retire_daily(timestamp: int) -> None:
    """Every night of the American day: what was kept long enough goes."""
    retire()
