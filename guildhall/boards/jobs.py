from datetime import time

from guildhall.boards.actions.noticing import notice_advice, notice_terms
from guildhall.context import Keeper
from guildhall.queue.daily import daily


@daily("boards.terms", at=time(6, 10), keeper=Keeper.NOTICES, reason="terms on boards that end", working_days=True)
def notice_ending_terms() -> None:
    """Every working morning: secretaries hear whose term on their board ends soon."""
    notice_terms()


@daily("boards.advice", at=time(6, 15), keeper=Keeper.NOTICES, reason="advice that waits", working_days=True)
def notice_waiting_advice() -> None:
    """Every working morning: whoever is to decide on a board's advice hears that the day comes near."""
    notice_advice()
