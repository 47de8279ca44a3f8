from guildhall.context import Keeper
from guildhall.prospects.actions.reminding import remind_owners
from guildhall.queue import job


@job(
    "prospects.remind",
    keeper=Keeper.NOTICES,
    reason="next steps that are due",
    cron="15 14 * * *",
    queueing_lock="prospects.remind",
)
def remind(timestamp: int) -> None:
    """Every morning of the American day: remind owners of their next steps."""
    remind_owners()
