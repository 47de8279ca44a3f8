"""The link in a letter by which its reader chooses what to get: signed and not kept, so it works for years."""

from uuid import UUID

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

KEYS = 64  # letters of the two keys; the signature follows
_signer = Signer(salt="mailings.choices")


def secret_of(mailbox: UUID, mailing: UUID) -> str:
    """The secret of an address, and of the letter in which it stands."""
    keys = f"{mailbox.hex}{mailing.hex}"
    return keys + _signer.signature(keys)


def opened(secret: str) -> tuple[UUID, UUID] | None:
    """The address and the mailing of a secret; nothing where it was not signed here."""
    keys, signature = secret[:KEYS], secret[KEYS:]
    if not constant_time_compare(signature, _signer.signature(keys)):
        return None
    return UUID(keys[:32]), UUID(keys[32:])
