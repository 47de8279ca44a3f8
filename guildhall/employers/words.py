"""The words that a search finds an employer by."""

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words of a text, lower case and without accents, in their order."""
    if text.isascii():
        plain = text.lower()
    else:
        plain = unicodedata.normalize("NFKD", text)
        plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = plain.replace("'", "").replace("’", "")
    return [word[:60] for word in _WORD.findall(plain)]


def search_vector(texts: Iterable[str]) -> str:
    """The distinct words of some texts as PostgreSQL reads a text-search vector."""
    rows = sorted(set(words_of(" ".join(texts))))  # no word reaches across the space
    return "'" + "' '".join(rows) + "'" if rows else ""


def search_query(words: Iterable[str]) -> str:
    """A text-search query that wants every word, the beginning of one being enough."""
    return " & ".join(f"'{word}':*" for word in words)
