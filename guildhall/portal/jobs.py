from guildhall.context import Keeper
from guildhall.portal.actions import registering
from guildhall.queue import job


@job("portal.ask_to_confirm", keeper=Keeper.SIGN_IN, reason="whose address registers")
def ask_to_confirm(registration: str) -> None:
    """Mail the link that confirms an address."""
    registering.ask_to_confirm(registration)


@job("portal.find_employer", keeper=Keeper.MATCHING, reason="which employer somebody registered for")
def find_employer(registration: str) -> None:
    """Find the employer that somebody registered for, and ask who may let them in."""
    registering.find_employer(registration)
