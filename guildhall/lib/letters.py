"""Letters as they are compared in lists of names: without capitals and accents."""

import unicodedata


def plain(text: str) -> str:
    """A name in small letters, without accents and without blanks around it."""
    parts = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
