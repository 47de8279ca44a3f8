from datetime import time

from guildhall.context import Keeper
from guildhall.partnerships.actions.evaluating import forget_sectors
from guildhall.partnerships.actions.letters import send_letters
from guildhall.partnerships.actions.resumes import forget_resumes
from guildhall.partnerships.actions.updates import LETTERS
from guildhall.queue.daily import daily


@daily(LETTERS, at=time(7, 25), keeper=Keeper.NOTICES, reason="progress updates of initiatives")
def write_letters() -> None:
    """Every morning, and whenever an update is published: letters to those who follow, as often as they chose."""
    send_letters()


@daily("partnerships.forget_sectors", at=time(0, 15), keeper=Keeper.RETENTION, reason="evaluations that are over")
def forget() -> None:
    """Every day at its beginning: of answers in too small a sector it is not kept any more from which they came."""
    forget_sectors()


@daily("partnerships.forget_resumes", at=time(0, 20), keeper=Keeper.RETENTION, reason="résumés kept long enough")
def forget_what_candidates_gave() -> None:
    """Every day at its beginning: what candidates gave us about themselves and was kept long enough goes."""
    forget_resumes()
