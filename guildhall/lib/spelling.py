"""One word, one spelling: what somebody types is written as it is known already, whatever its capitals."""

from collections.abc import Iterable


def as_known(words: Iterable[str], known: Iterable[str]) -> list[str]:
    """Some words, each once, in the spelling that is known; the first of two known spellings counts."""
    by_key: dict[str, str] = {}
    for word in known:
        by_key.setdefault(_folded(word), word)
    return list(dict.fromkeys(by_key.get(_folded(word), word) for word in words))


def _folded(word: str) -> str:
    return " ".join(word.split()).casefold()
