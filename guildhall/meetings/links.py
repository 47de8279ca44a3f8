"""Addresses that open something of a meeting without a sign-in: the room, and a participant's own invitation."""

import secrets
from typing import Any

from guildhall.bookings.links import number_in, secret_of

ROOM, INVITATION = "room of a meeting", "invitation to a meeting"
# Of a code that people type from a wall: no vowels, so no words, and no signs that look like another one.
SIGNS, LENGTH = "BCDFGHJKMNPQRTVWXYZ2346789", 6

__all__ = ["names_somebody", "number_in", "new_code", "read_code", "secret_of_participant", "secret_of_room"]


def secret_of_room(row: Any) -> str:
    """The secret of the room of a meeting, as it stands in the QR code on the wall."""
    return secret_of(ROOM, row.pk)


def secret_of_participant(row: Any) -> str:
    """The secret of an invitation: the next one, where one was ended."""
    return secret_of(INVITATION, row.pk, str(row.links_ended or ""))


def names_somebody(row: Any) -> bool:
    """Whether it is known whose letters hold the secret of a row: of whoever was erased it opens nothing."""
    if row.person_id is not None:
        return bool(row.person.is_active)
    known = row.contact
    return bool(known.given_name or known.email) if known is not None else bool(row.given)


def new_code() -> str:
    """A code for a room."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def read_code(typed: str) -> str:
    """A code as it is kept, however it was typed."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())[:LENGTH]
