from datetime import time

from guildhall.context import Keeper
from guildhall.employers.actions.duplicates import find_pairs
from guildhall.employers.actions.posting import settle_default_audiences, warn_of_endings
from guildhall.queue import job
from guildhall.queue.daily import daily


@daily(
    "employers.find_duplicates",
    at=time(1, 40),
    keeper=Keeper.MATCHING,
    reason="employers that may be one",
    lock="employers.find_duplicates",  # one search at a time
)
def find_duplicates() -> None:
    """Every night, and when a data steward asks for it: look for employers that may be one."""
    find_pairs()


@job(
    "employers.settle_audiences",
    keeper=Keeper.RECOUNT,
    reason="who sees shared employers by default",
    cron="1 * * * *",
    queueing_lock="employers.settle_audiences",
)
def settle_audiences(timestamp: int = 0) -> None:
    """After a protocol is published, and every hour: a version whose day has come decides who sees shared employers."""
    settle_default_audiences()


@daily("employers.warn_of_endings", at=time(5, 45), keeper=Keeper.NOTICES, reason="exceptions that end")
def warn() -> None:
    """Every morning: tell whoever made an exception to who sees an employer that it ends in two weeks."""
    warn_of_endings()
