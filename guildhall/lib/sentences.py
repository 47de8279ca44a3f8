"""Sentences that are kept: in English with what they are made of, so that each reader gets them in their language."""

import re
from collections.abc import Callable, Mapping
from typing import Any

# Words in a sentence that are themselves the application's own, and are put into the reader's language with it.
OWN_WORDS = ("label",)


class Sentence(str):
    """A sentence in English; `parts` are its patterns, each with the words that take the places named in braces."""

    parts: tuple[tuple[str, dict[str, str]], ...]

    def __new__(cls, *parts: tuple[str, dict[str, str]]) -> "Sentence":
        english = " ".join(pattern.format(**words) if words else pattern for pattern, words in parts)
        result = super().__new__(cls, english)
        result.parts = parts
        return result

    def then(self, more: "Sentence") -> "Sentence":
        """This one and another after it."""
        return Sentence(*self.parts, *more.parts)


def said(pattern: str, **words: Any) -> Sentence:
    """A sentence out of a pattern, which is collected for translation from here."""
    return Sentence((pattern, {name: str(word) for name, word in words.items()}))


def own(word: str) -> str:
    """Words of our own that stand in a sentence as its `label`: collected for translation from here."""
    return word


_PHRASES: dict[str, re.Pattern[str]] = {}


def phrase(words: str) -> str:
    """A short text that is kept as English alone, such as a reason of a likeness: `recognized` knows it again."""
    _PHRASES[words] = re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(words)), re.DOTALL)
    return words


def recognized(english: str, translate: Callable[[str], str]) -> str:
    """A text made of a `phrase`, in another language; any other text as it stands."""
    if english in _PHRASES:
        return translate(english)
    for words in sorted(_PHRASES, key=len, reverse=True):  # of two that fit, the one that says more
        if match := _PHRASES[words].fullmatch(english):
            return _spoken(words, match.groupdict(), translate)
    return english


def kept(sentence: str) -> dict[str, Any]:
    """A sentence as it is written down: the English for whoever reads the data, and what it is made of."""
    parts = getattr(sentence, "parts", ())
    return {"message": str(sentence), **({"parts": [list(part) for part in parts]} if parts else {})}


def spoken(row: Mapping[str, Any], translate: Callable[[str], str]) -> str:
    """What was written down, in another language; what was written before there were parts is said as it stands."""
    parts = row.get("parts") or [(row["message"], {})]
    return " ".join(_spoken(pattern, words, translate) for pattern, words in parts)


def _spoken(pattern: str, words: Mapping[str, str], translate: Callable[[str], str]) -> str:
    own = {name: translate(word) if name in OWN_WORDS else word for name, word in words.items()}
    return translate(pattern).format(**own) if own else translate(pattern)
