"""The secrets by which somebody without an account follows an initiative: signed, and kept nowhere (H14).

The link in a letter works as long as its reader is on the list. The one that confirms an address says in itself who
asked for what, so that of an address that somebody else typed nothing is kept.
"""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer, TimestampSigner

_letters = Signer(salt="partnerships.follower", sep="~")
_asked = TimestampSigner(salt="partnerships.follow", sep="~")
CONFIRMED_WITHIN = 3 * 24 * 3600  # seconds


def secret_of(follower: object) -> str:
    """The secret in the letters to one follower."""
    return _letters.sign(str(follower))


def follower_of(secret: str) -> UUID | None:
    """Whose letters a secret stands in, or None for one that was not signed here."""
    try:
        return UUID(_letters.unsign(secret))
    except BadSignature:
        return None


@dataclass(frozen=True)
class Wish:
    """That somebody at an address wants to hear of an initiative, how often and in which language."""

    initiative: str
    email: str
    how: str
    language: str = ""


def sealed(wish: Wish) -> str:
    """The secret that confirms a wish."""
    return _asked.sign_object(asdict(wish), compress=True)


def wish_of(secret: str) -> Wish | None:
    """The wish that a secret confirms, or None where it is too old or was not signed here."""
    try:
        values: dict[str, Any] = _asked.unsign_object(secret, max_age=CONFIRMED_WITHIN)
    except BadSignature:
        return None
    return Wish(**values)
