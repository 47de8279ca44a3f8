"""The secret in an e-mail about a search by which its reader hears of it no more.

It is signed and not kept: the link of every earlier e-mail works as long as the search does, and a search has no
column that somebody could read it off.
"""

from typing import Literal
from uuid import UUID

from django.core.signing import BadSignature, Signer

Kind = Literal["student", "staff", ""]
_signer = Signer(salt="opportunities.stop", sep="~")


def secret_of(kind: Kind, key: object) -> str:
    """The secret that stops one search, of a student or of somebody of the staff."""
    return _signer.sign(f"{kind}.{key}")


def opened(secret: str) -> tuple[Kind, str]:
    """Whose search a secret stops, and its key; two empty words for one that was not signed here."""
    try:
        kind, _dot, key = _signer.unsign(secret).partition(".")
    except BadSignature:
        return "", ""
    if kind == "student":
        return "student", str(UUID(key))
    return "staff", key
