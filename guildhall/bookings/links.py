"""Addresses that open one thing without signing in, and are needed again and again: in each letter about a booking, on
the paper at a door. They are made from the number of the thing and the key of the installation, so none is kept.
"""

from uuid import UUID

from django.core.signing import BadSignature, Signer

BOOKING, DOOR = "booking", "feedback at a door"


def secret_of(what: str, pk: UUID) -> str:
    """The secret of one thing of a kind; that of another kind opens nothing here."""
    return Signer(salt=f"guildhall.bookings {what}", sep="-").sign(pk.hex)


def opened_by(what: str, secret: str) -> UUID | None:
    """The number of the thing that a secret opens; None where it opens nothing."""
    try:
        return UUID(Signer(salt=f"guildhall.bookings {what}", sep="-").unsign(secret))
    except (BadSignature, ValueError):
        return None
