from datetime import time

from guildhall.context import Keeper
from guildhall.engagements.actions.digesting import send_digests
from guildhall.engagements.actions.liaising import hand_on_silent
from guildhall.queue.daily import daily


@daily("engagements.digest", at=time(6), keeper=Keeper.NOTICES, reason="what waits for somebody", working_days=True)
def digest() -> None:
    """Every working morning: write to everybody for whom something new waits."""
    send_digests()


@daily("engagements.hand_on", at=time(5, 30), keeper=Keeper.NOTICES, reason="requests that nobody answers")
def hand_on() -> None:
    """Every morning: requests that nobody answers go to the next one."""
    hand_on_silent()
