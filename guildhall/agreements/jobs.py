from datetime import time

from guildhall.agreements.actions.linking import remind
from guildhall.agreements.actions.noticing import notice_ends
from guildhall.context import Keeper
from guildhall.queue.daily import daily


@daily("agreements.ends", at=time(6, 5), keeper=Keeper.NOTICES, reason="agreements that end", working_days=True)
def notice_agreements() -> None:
    """Every working morning: whoever keeps an agreement hears that its days of notice have begun."""
    notice_ends()


@daily("agreements.remind", at=time(6, 35), keeper=Keeper.NOTICES, reason="who has not signed", working_days=True)
def remind_signers() -> None:
    """Every working morning: whoever was asked to sign an agreement, and has not, is reminded."""
    remind()
