from datetime import time

from guildhall.context import Keeper
from guildhall.queue import job
from guildhall.queue.daily import daily
from guildhall.students.actions.asking import remind
from guildhall.students.actions.inviting import claim


@daily("students.remind", at=time(8, 10), keeper=Keeper.CONSENTING, reason="consents that nobody has answered")
def remind_of_consents() -> None:
    """Every morning: whoever was asked for a consent and has not answered for a week is reminded, once."""
    remind()


@job("students.claim", keeper=Keeper.CONSENTING, reason="which records an address opens that a roster has")
def claim_records(sign_in: str, **_before: str) -> None:
    """Open the records whose roster has the address of a sign-in, and mail whoever reads it the link that signs in.

    Jobs that waited while the software was renewed may name the address beside it.
    """
    claim(sign_in)
