"""Employer names brought to one normal form, so that spelling habits do not hide an equal name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

from guildhall.employers.matching.vocabulary import (
    ABBREVIATIONS,
    COMMON_WORDS,
    COUNTRIES,
    KINDS,
    LEGAL_ANYWHERE,
    LEGAL_FORMS,
    MARKS,
    PHRASES,
    STATES,
    STOP_WORDS,
    WEAK_ENDINGS,
)

_OTHER_NAME = re.compile(
    r"\s*[,;(]?\s*(?<![a-z0-9])(?:d\s?/\s?b\s?/?\s?a|d\.b\.a|dba|doing business as|a/k/a|aka|also known as|f/k/a|fka|"
    r"formerly known as|formerly|t/a|trading as)(?![a-z0-9])\.?:?\s*"
)
_OTHER_NAME_HINTS = ("dba", "d.b", "/", "aka", "fka", "formerly", " as")  # cheaper than the expression itself
_STORE_NUMBER = re.compile(r"(?:\b(?:store|branch|site)\s*)?#\s*\d+\b")
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_APOSTROPHE = re.compile(r"(?<=\w)['’`´?](?=s\b|\w)|(?<=s)['’`´](?!\w)")
_INITIALS = re.compile(r"(?<=\b[a-z])\.\s?(?=[a-z]\b)")
_WORD = re.compile(r"[^\W_]+")
_SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
_DROPPED = frozenset(STOP_WORDS | LEGAL_ANYWHERE)
_ENDINGS = frozenset(LEGAL_FORMS | WEAK_ENDINGS)
_FIRST_OF_PHRASE = frozenset(first for first, _ in PHRASES)


def fold(text: object) -> str:
    """Lower case without accents, for any input; None becomes an empty string."""
    folded = "" if text is None else str(text)
    if folded.isascii():
        return folded.lower()
    before = None
    while folded != before:  # some letters need more than one round (a dotted capital I, ligatures)
        before = folded
        parts = unicodedata.normalize("NFKD", folded.casefold())
        folded = "".join(c for c in parts if not unicodedata.combining(c)).translate(_SPECIAL)
    return folded


def _clean(text: str) -> str:
    """Punctuation that would split or join words wrongly, put right in folded text."""
    if "(" in text:
        text = _PARENTHESES.sub(lambda m: " " if m[1].strip() in COUNTRIES else f" {m[1]} ", text)
    if "#" in text:
        text = _STORE_NUMBER.sub(" ", text)
    if not text.replace(" ", "").isalnum():
        text = _INITIALS.sub("", _APOSTROPHE.sub("", text)).replace("&", " and ").replace("+", " and ")
    return text


def _without_endings(words: list[str]) -> list[str]:
    """Drop legal forms and weak words at the end, as long as something is left."""
    while len(words) > 1:
        of_state = len(words) > 2 and words[-2] == "of" and words[-1] in STATES
        if not (of_state or words[-1] in _ENDINGS or words[-1] in STOP_WORDS):
            break
        words.pop()
    return words


def _canonical(words: list[str]) -> list[str]:
    """Abbreviations written out and two-word phrases made one."""
    words = [ABBREVIATIONS.get(word, word) for word in words]
    if _FIRST_OF_PHRASE.isdisjoint(words):
        return words
    joined: list[str] = []
    i = 0
    while i < len(words):
        phrase = PHRASES.get((words[i], words[i + 1])) if i + 1 < len(words) else None
        joined.extend(phrase or (words[i],))
        i += 2 if phrase else 1
    return joined


@lru_cache(maxsize=200_000)
def _core(text: str) -> str:
    """The normal form of one folded name that holds no second name."""
    if not _WORD.search(text):
        return ""
    words = _WORD.findall(_clean(text))
    kept = _without_endings(words[1:] if len(words) > 1 and words[0] == "the" else words)
    while True:  # dropping a word can bring the next ending to light, or make a new phrase
        short = _canonical([w for w in kept if w not in _DROPPED]) or kept
        short = _without_endings(short)
        if short == kept:
            return " ".join(kept)
        kept = short


@lru_cache(maxsize=50_000)
def name_forms(name: object) -> tuple[str, ...]:
    """All normal forms in one written name, the leading one first: "A dba B" has the forms of A and of B."""
    text = fold(name)
    parts = _OTHER_NAME.split(text) if any(hint in text for hint in _OTHER_NAME_HINTS) else [text]
    forms = dict.fromkeys(_core(part) for part in parts)
    if any(" as" in form and _OTHER_NAME.search(form) for form in forms):  # came to light by dropping stop words
        return name_forms(" dba ".join(_OTHER_NAME.sub(" dba ", form) for form in forms))
    return tuple(form for form in forms if form) or ("",)


def normal_name(name: object) -> str:
    """The normalized core name: folded, abbreviations written out, legal forms and store numbers dropped.

    Words keep their order. Of "A dba B" it is the form of A. Empty when there is no letter or digit.
    """
    return name_forms(name)[0]


def name_words(name: object) -> list[str]:
    """The words of the normalized core name, in written order."""
    return normal_name(name).split()


def sort_key(name: object) -> str:
    """Unaccented lower-case text without a leading "The", for sorting lists by name."""
    text = " ".join(fold(name).split())
    return text[4:] if text.startswith("the ") and len(text) > 4 else text


def _without_one(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


# Common words with one letter left out, to know them again when misspelled.
_NEARLY_COMMON: dict[str, list[str]] = {}
for _word in sorted(COMMON_WORDS):
    if len(_word) > 5:
        for _short in {_word, *_without_one(_word)}:
            _NEARLY_COMMON.setdefault(_short, []).append(_word)


@lru_cache(maxsize=200_000)
def is_common(word: str) -> bool:
    """Whether a word is in many names, also with one typing error in a longer word."""
    if word in COMMON_WORDS:
        return True
    if len(word) < 6:
        return False
    near = {common for short in (word, *_without_one(word)) for common in _NEARLY_COMMON.get(short, ())}
    return any(OSA.distance(word, common, score_cutoff=1) <= 1 for common in near)


def telling(form: str) -> str:
    """The words of a normal form that few other names share, in written order; may be empty."""
    return " ".join(w for w in form.split() if not is_common(w) and (len(w) > 2 or not w.isascii()))


def is_distinctive(form: str, rare_words: str | None = None) -> bool:
    """Whether a normal form is rare enough that meeting it twice is no accident; `rare_words` is its `telling`."""
    rare = [w for w in (telling(form) if rare_words is None else rare_words).split() if not w.isdigit()]
    return len(rare) > 1 or (len(rare) == 1 and len(rare[0]) > 4 and (" " in form or len(rare[0]) > 6))


def marks(form: str) -> frozenset[str]:
    """Numbers, directions and numerals in a normal form, which tell sister bodies apart."""
    return frozenset(w for w in form.split() if w in MARKS or w.isdigit())


def kinds(form: str) -> frozenset[str]:
    """Words of a normal form that make it another body than its namesake without them, such as "foundation"."""
    return frozenset(w for w in form.split() if w in KINDS)


def is_acronym_of(short: str, long: str) -> bool:
    """Whether some words of the longer normal form stand in the shorter one as their first letters.

    "sdg e" is "san diego gas electric"; "ymca san diego" is "young mens christian association san diego".
    """
    words, letters = long.split(), short.split()
    if len(words) < 3 or len(words) <= len(letters):
        return False
    joined = "".join(letters)
    if joined == "".join(word[0] for word in words):
        return True
    for at, word in enumerate(letters):
        end = at + len(word)
        same = letters[:at] == words[:at] and letters[at + 1 :] == words[end:]
        if (
            (len(word) > 2 or len(letters) > 2)
            and len(word) > 1
            and same
            and word == "".join(w[0] for w in words[at:end])
        ):
            return True
    return False
