from guildhall.context import Keeper
from guildhall.outbox.actions import deliver
from guildhall.queue import job


@job("outbox.deliver", keeper=Keeper.DELIVERY, reason="e-mail that is due", queueing_lock="outbox.deliver")
def deliver_mail() -> None:
    """Send what is due."""
    deliver()


@job(
    "outbox.sweep",
    keeper=Keeper.DELIVERY,
    reason="e-mail that was put off",
    cron="* * * * * */15",
    queueing_lock="outbox.sweep",
)
def sweep(timestamp: int) -> None:
    """Four times a minute: send what was put off, and show what a dead worker left."""
    deliver()
