from guildhall.context import Keeper
from guildhall.engagements.actions.digesting import send_digests
from guildhall.engagements.actions.liaising import hand_on_silent
from guildhall.queue import job


@job(
    "engagements.digest",
    keeper=Keeper.NOTICES,
    reason="what waits for somebody",
    cron="0 14 * * 1-5",
    queueing_lock="engagements.digest",
)
def digest(timestamp: int) -> None:
    """Every working morning of the American day: write to everybody for whom something new waits."""
    send_digests()


@job(
    "engagements.hand_on",
    keeper=Keeper.NOTICES,
    reason="requests that nobody answers",
    cron="30 13 * * *",
    queueing_lock="engagements.hand_on",
)
def hand_on(timestamp: int) -> None:
    """Every morning of the American day: requests that nobody answers go to the next one."""
    hand_on_silent()
