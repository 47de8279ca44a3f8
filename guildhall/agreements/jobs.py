from datetime import time

from guildhall.agreements.actions.linking import remind
from guildhall.agreements.actions.noticing import notice_ends
from guildhall.agreements.actions.settling import begin_successors
from guildhall.context import Keeper
from guildhall.queue.daily import daily


@daily("agreements.begin", at=time(0, 1), keeper=Keeper.NOTICES, reason="agreements whose successor begins")
def replace_agreements() -> None:
    """Every day at its beginning: an agreement gives way to a successor that was signed ahead."""
    begin_successors()


@daily("agreements.ends", at=time(6, 5), keeper=Keeper.NOTICES, reason="agreements that end", working_days=True)
def notice_agreements() -> None:
    """Every working morning: whoever keeps an agreement hears that its days of notice have begun."""
    notice_ends()


@daily("agreements.remind", at=time(6, 35), keeper=Keeper.NOTICES, reason="who has not signed", working_days=True)
def remind_signers() -> None:
    """Every working morning: whoever was asked to sign an agreement, and has not, is reminded."""
    remind()
