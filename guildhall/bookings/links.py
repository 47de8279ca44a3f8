"""Addresses that open one thing without signing in, and are needed again and again: in each letter about a booking, on
the paper at a door. They are made from the number of the thing and the key of the installation, so none is kept.
"""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

BOOKING, DOOR, CHOOSING, REPORT = "booking", "feedback at a door", "choosing for interviews", "attendance report"
DIGITS = 32  # of a number


def secret_of(what: str, pk: UUID, edition: str = "") -> str:
    """The secret of one thing of a kind; that of another kind, or of another edition, opens nothing here."""
    return pk.hex + _signature(what, pk.hex, edition)


def secret_of_booking(row: Any) -> str:
    """The secret of a booking in its letters: the next one, where one was ended."""
    return secret_of(BOOKING, row.pk, str(row.links_ended or ""))


def opened_by(what: str, secret: str) -> UUID | None:
    """The number of the thing that a secret opens; None where it opens nothing."""
    number, signature = secret[:DIGITS], secret[DIGITS:]
    return UUID(number) if constant_time_compare(signature, _signature(what, number)) else None


def number_in(secret: str) -> UUID | None:
    """The number that an address claims: whoever asks for it compares the whole secret afterward."""
    with suppress(ValueError):
        return UUID(hex=secret[:DIGITS])
    return None


def _signature(what: str, number: str, edition: str = "") -> str:
    said = f"{number} {edition}" if edition else number
    return Signer(salt=f"guildhall.bookings {what}").signature(said)
