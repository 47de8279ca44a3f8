from guildhall.context import Keeper
from guildhall.outbox.actions import deliver
from guildhall.outbox.actions.returning import read_mailbox
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


@job(
    "outbox.returned",
    keeper=Keeper.DELIVERY,
    reason="e-mail that came back",
    cron="*/5 * * * *",
    queueing_lock="outbox.returned",
)
def read_returned(timestamp: int) -> None:
    """Every five minutes: what came back, where a mailbox for it is set up."""
    read_mailbox()
