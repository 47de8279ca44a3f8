from datetime import time

from guildhall.context import Keeper
from guildhall.opportunities.actions.alerting import tell_of_new, tell_of_one
from guildhall.opportunities.actions.excepting import settle_default_audiences, warn_of_endings
from guildhall.opportunities.actions.keeping_searches import tell_students
from guildhall.opportunities.actions.listing import count_for, refresh_words
from guildhall.opportunities.actions.siting import refresh_sites
from guildhall.opportunities.actions.standing import keep_fresh
from guildhall.opportunities.forms.for_students import fitting_for
from guildhall.opportunities.forms.searching import fitting
from guildhall.opportunities.models import Opportunity
from guildhall.queue import job
from guildhall.queue.apart import apart
from guildhall.queue.daily import daily


@daily("opportunities.keep_fresh", at=time(0, 20), keeper=Keeper.NOTICES, reason="opportunities that end")
def freshen() -> None:
    """Every night: what is over is closed, employers are asked whether the rest still stands, counts are made anew."""
    with apart() as pieces:
        for step in (keep_fresh, refresh_words, refresh_sites, count_for):
            pieces.step(step)


@daily("opportunities.alerts", at=time(5, 30), keeper=Keeper.NOTICES, reason="searches that people keep")
def alerts() -> None:
    """Every morning, before the digests: people hear of what is new in the searches that they keep."""
    tell_of_new(fitting)


@job("opportunities.tell_at_once", keeper=Keeper.NOTICES, reason="searches that people keep")
def tell_at_once(opportunity: str) -> None:
    """An opportunity was posted: whoever wants to hear at once that it fits a search does."""
    if row := Opportunity.objects.filter(pk=opportunity).first():
        tell_of_one(row, fitting)


@daily("opportunities.student_searches", at=time(6, 45), keeper=Keeper.NOTICES, reason="searches that students keep")
def student_searches() -> None:
    """Every morning: students hear of what is new in the searches that they keep."""
    tell_students(fitting_for)


@daily("opportunities.warn_of_endings", at=time(5, 50), keeper=Keeper.NOTICES, reason="exceptions that end")
def warn() -> None:
    """Every morning: tell whoever made an exception to who sees an opportunity that it ends in two weeks."""
    warn_of_endings()


@job(
    "opportunities.settle_audiences",
    keeper=Keeper.RECOUNT,
    reason="who sees opportunities by default",
    cron="4 * * * *",
    queueing_lock="opportunities.settle_audiences",
)
def settle_audiences(timestamp: int = 0) -> None:
    """Every hour: a version of the protocol whose day has come decides who sees what is posted."""
    settle_default_audiences()
