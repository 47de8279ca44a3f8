from guildhall.context import Keeper
from guildhall.mailings.actions.sending import send_due
from guildhall.queue import job


@job("mailings.leave", keeper=Keeper.DELIVERY, reason="bulk e-mail that is due", queueing_lock="mailings.leave")
def leave() -> None:
    """Hand over what may leave now."""
    send_due()


@job(
    "mailings.sweep",
    keeper=Keeper.DELIVERY,
    reason="bulk e-mail at its pace",
    cron="* * * * *",
    queueing_lock="mailings.sweep",
)
def sweep(timestamp: int) -> None:
    """Every minute: hand over what has become due, at each mailing's pace."""
    send_due()
