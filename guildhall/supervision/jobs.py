from datetime import time

from guildhall.context import Keeper
from guildhall.queue.daily import daily
from guildhall.supervision.actions.linking import remind
from guildhall.supervision.actions.missing import tell_of_missing
from guildhall.supervision.actions.preparing import close_unsigned


@daily("supervision.remind", at=time(7), keeper=Keeper.LINK, reason="reminding of what was asked by a link")
def reminders() -> None:
    """Every morning: whoever was asked to sign, approve or evaluate and has not is written to once more."""
    remind()


@daily("supervision.missing", at=time(6, 45), keeper=Keeper.LINK, reason="papers that are missing before a first day")
def missing_papers() -> None:
    """Every morning: who is to sign before a first day is reminded, and the staff hear which papers are missing."""
    tell_of_missing()


@daily("supervision.close_unsigned", at=time(1, 20), keeper=Keeper.LINK, reason="papers of placements that are over")
def close_papers() -> None:
    """Every night: what nobody signed of a placement that is over is taken back, so that its years begin to count."""
    close_unsigned()
