"""Addresses that open something of a board without a sign-in: a member's own page."""

from typing import Any

from guildhall.bookings.links import number_in, secret_of

MEMBER = "seat on a board"

__all__ = ["number_in", "secret_of_member"]


def secret_of_member(row: Any) -> str:
    """The secret of a member's own page: the next one, where one was ended."""
    return secret_of(MEMBER, row.pk, str(row.links_ended or ""))
