"""Secrets that open one page without signing in: the secret is mailed, only its hash is kept."""

import hashlib
import secrets


def new_secret() -> str:
    """A secret that nobody guesses: 256 bits, fit for an address."""
    return secrets.token_urlsafe(32)


def kept(secret: str) -> bytes:
    """What is kept of a secret, and compared when somebody comes with it."""
    return hashlib.sha256(secret.encode()).digest()
