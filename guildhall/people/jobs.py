from datetime import time

from guildhall.context import Keeper
from guildhall.people.actions.earning import warn_of_lapses
from guildhall.queue.daily import daily


@daily("people.warn_of_lapses", at=time(5, 40), keeper=Keeper.NOTICES, reason="trainings that lapse", working_days=True)
def warn() -> None:
    """Every working morning: tell those whose training lapses in a month."""
    warn_of_lapses()
