from datetime import time

from guildhall.context import Keeper
from guildhall.placements.actions.freshness import end_with_opportunities, fill_places, keep_fresh
from guildhall.placements.actions.terms import remind_of_terms
from guildhall.queue.daily import daily


@daily("placements.fill_places", at=time(0, 40), keeper=Keeper.RECOUNT, reason="places that became free")
def fill_up() -> None:
    """Every night: places that were added go to those who wait, in their order."""
    fill_places()


@daily("placements.end_applications", at=time(1, 10), keeper=Keeper.RECOUNT, reason="what is not offered any more")
def end_applications() -> None:
    """Every night: whoever applied for what is not offered any more is told so."""
    end_with_opportunities()


@daily("placements.terms", at=time(6, 50), keeper=Keeper.RECOUNT, reason="what is to be attested", working_days=True)
def remind_who_attests() -> None:
    """Every working morning: whoever attests figures is reminded of terms that are due."""
    remind_of_terms()


@daily("placements.keep_fresh", at=time(6, 15), keeper=Keeper.RECOUNT, reason="how placements stand", working_days=True)
def freshen() -> None:
    """Every working morning: employers are asked about what has begun, ended, or was not confirmed for long."""
    keep_fresh()
