"""Whether a typed name may be meant for a known one: looser than likeness, for the one check across the vetting wall.

People shorten names, leave out words in the middle, write words together or apart, add a place and make a slip.
"""

from rapidfuzz.distance import OSA

from guildhall.employers.matching.names import is_distinctive, normal_name

SHORTENED = 4  # letters that a shortened word has at least
LONG = 8  # letters from which a name stands one slip


def may_be_meant(typed: str, known: str, places: frozenset[str] = frozenset()) -> bool:
    """Whether somebody who types one name may mean the other; `places` are words of towns, which say nothing."""
    mine, theirs = _words(typed, places), _words(known, places)
    if not mine or not theirs:
        return False
    joined, whole = "".join(mine), "".join(theirs)
    if joined == whole or (min(len(joined), len(whole)) >= LONG and OSA.distance(joined, whole, score_cutoff=1) <= 1):
        return True
    short, long = sorted((mine, theirs), key=len)
    if not is_distinctive(" ".join(short)):
        return False
    return _says_in_order(short, long) or _says_in_order(_split_as(short, long), long)


def _words(name: str, places: frozenset[str]) -> list[str]:
    """The words of a name without legal forms, and without places behind its first word, unless they are the name."""
    words = [word for word in normal_name(name).split() if word not in ("of", "the", "and")]
    rest = words[:1] + [word for word in words[1:] if word not in places]
    return rest if is_distinctive(" ".join(rest)) else words


def _says_in_order(short: list[str], long: list[str]) -> bool:
    """Whether every word of the shorter name stands in the longer one, in its order and beginning with its first."""
    if not _same_word(short[0], long[0]):
        return False
    at = 0
    for word in short:
        at = next((n + 1 for n in range(at, len(long)) if _same_word(word, long[n])), 0)
        if not at:
            return False
    return True


def _same_word(one: str, other: str) -> bool:
    """The same word, shortened, or with one slip."""
    short, long = sorted((one, other), key=len)
    if len(short) >= SHORTENED and long.startswith(short):
        return True
    return one == other or (len(short) > SHORTENED and OSA.distance(one, other, score_cutoff=1) <= 1)


def _split_as(short: list[str], long: list[str]) -> list[str]:
    """The shorter name with its first two words as one, where the longer one writes them so."""
    joined = "".join(short[:2])
    return [joined, *short[2:]] if len(short) > 1 and joined == long[0] else short
