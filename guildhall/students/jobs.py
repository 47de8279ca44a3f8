from datetime import time

from guildhall.context import Keeper
from guildhall.queue.daily import daily
from guildhall.students.actions.asking import remind


@daily("students.remind", at=time(8, 10), keeper=Keeper.CONSENTING, reason="consents that nobody has answered")
def remind_of_consents() -> None:
    """Every morning: whoever was asked for a consent and has not answered for a week is reminded, once."""
    remind()
