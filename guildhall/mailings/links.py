"""Links in letters: by which a reader chooses what to get, and to its files. Signed and not kept, so they work for
years.
"""

from uuid import UUID

from django.conf import settings
from django.core.signing import Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare

KEYS = 64  # letters of the two keys; the signature follows
_signer, _files = Signer(salt="mailings.choices"), Signer(salt="mailings.files")


def secret_of(mailbox: UUID, mailing: UUID) -> str:
    """The secret of an address, and of the letter in which it stands."""
    keys = f"{mailbox.hex}{mailing.hex}"
    return keys + _signer.signature(keys)


def choices_page() -> str:
    """What the address of every link to a reader's choices begins with: the secret and a stroke follow."""
    return settings.PUBLIC_URL + reverse("mail-choices", args=["x"]).removesuffix("x/")


def opened(secret: str) -> tuple[UUID, UUID] | None:
    """The address and the mailing of a secret; nothing where it was not signed here."""
    keys, signature = secret[:KEYS], secret[KEYS:]
    if not constant_time_compare(signature, _signer.signature(keys)):
        return None
    return UUID(keys[:32]), UUID(keys[32:])


def address_of(attachment: UUID) -> str:
    """The address of a file, the same in every letter."""
    secret = attachment.hex + _files.signature(attachment.hex)
    return settings.PUBLIC_URL + reverse("mail-file", args=[secret])


def opened_file(secret: str) -> UUID | None:
    """The file of a secret; nothing where it was not signed here."""
    key, signature = secret[:32], secret[32:]
    return UUID(key) if constant_time_compare(signature, _files.signature(key)) else None
