"""The link in a letter by which its reader chooses what to get: signed and not kept, so it works for years."""

from uuid import UUID

from django.core.signing import BadSignature, Signer

_signer = Signer(salt="mailings.choices", sep="~")


def secret_of(mailbox: UUID, mailing: UUID) -> str:
    """The secret of an address, and of the letter in which it stands."""
    return _signer.sign(f"{mailbox.hex}.{mailing.hex}")


def opened(secret: str) -> tuple[UUID, UUID] | None:
    """The address and the mailing of a secret; nothing where it was not signed here."""
    try:
        mailbox, _dot, mailing = _signer.unsign(secret).partition(".")
        return UUID(mailbox), UUID(mailing)
    except (BadSignature, ValueError):
        return None
