from guildhall.context import Keeper
from guildhall.queue import job
from guildhall.visitors import actions


@job("visitors.mail_sign_in", keeper=Keeper.SIGN_IN, reason="whose address wants to sign in")
def mail_sign_in(sign_in: str) -> None:
    """Mail the link and the code that somebody asked for."""
    actions.mail_sign_in(sign_in)
