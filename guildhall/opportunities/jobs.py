from datetime import time

from guildhall.context import Keeper
from guildhall.opportunities.actions.alerting import tell_of_new
from guildhall.opportunities.actions.excepting import settle_default_audiences
from guildhall.opportunities.actions.listing import count_for, refresh_words
from guildhall.opportunities.actions.standing import keep_fresh
from guildhall.opportunities.forms.searching import fitting
from guildhall.queue import job
from guildhall.queue.daily import daily


@daily("opportunities.keep_fresh", at=time(0, 20), keeper=Keeper.NOTICES, reason="opportunities that end")
def freshen() -> None:
    """Every night: what is over is closed, employers are asked whether the rest still stands, counts are made anew."""
    keep_fresh()
    refresh_words()
    count_for()


@daily("opportunities.alerts", at=time(5, 30), keeper=Keeper.NOTICES, reason="searches that people keep")
def alerts() -> None:
    """Every morning, before the digests: people hear of what is new in the searches that they keep."""
    tell_of_new(fitting)


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
