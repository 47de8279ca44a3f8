"""Tells a title or a degree beside a name from a name: "Ana Ruiz, MD" holds one, "Jack Ma" and "Hon Tran" hold none."""

from __future__ import annotations

import re

_HONORIFIC = re.compile(
    r"(?:(?P<plain>(?:mr|mrs|ms|miss|mx|dr|prof|sr|sra|srta|rev|lic)s?\.?)|(?P<name>hon|ing)(?P<stop>\.)?)\s+(?=\S)",
    re.I,
)
_DEGREE = re.compile(
    r"(?P<before>,?\s+|,\s*)(?P<word>c\.?p\.?a|ph\.?d|m\.?d|r\.?n|d\.?d\.?s|d\.?v\.?m|j\.?d|esq|m\.?b\.?a|p\.?e"
    r"|shrm-s?cp|s?phr|ed\.?d|m\.?a|m\.?s|b\.?s\.?n|m\.?s\.?n|pmp|cfa|cfp|lcsw|mph|d\.?o|pharm\.?d|np|aprn|cmt|csp)"
    r"\.?$",
    re.I,
)
_ALSO_NAMES = frozenset(("ma", "do", "pe"))  # people are called so
# Unmistakable only with a stop inside, with a comma before, or in capitals of their own.
_SHORT = _ALSO_NAMES | {"md", "ms", "jd"}


def without_titles(value: str, *, names: int = 2) -> tuple[str, list[str], str]:
    """A name without titles and degrees, those that were left out, and one that may be part of the name or nothing.

    `names` is how many words a whole name has at least: two in a cell for first and last name, one in a cell for one.
    """
    gone, doubtful = [], ""
    bare = value.strip()
    while match := _HONORIFIC.match(bare):
        if match["name"] and not match["stop"]:
            doubtful = match.group().strip() if len(bare[match.end() :].split()) >= names else ""
            break
        gone.append(match.group().strip())
        bare = bare[match.end() :]
    while (match := _DEGREE.search(bare)) and (rest := bare[: match.start()].strip(" ,")):
        sure = _is_degree(match, rest, names)
        if sure is None:
            doubtful = match.group().strip(" ,")
        if not sure:
            break
        gone.append(match.group().strip(" ,"))
        bare = rest
    return bare.strip(), gone, doubtful


def _is_degree(match: re.Match[str], rest: str, names: int) -> bool | None:
    """Whether the last word is a degree; None where somebody should say so."""
    word, comma = match["word"], "," in match["before"]
    letters = word.replace(".", "")
    if letters.casefold() not in _SHORT or "." in word:
        return True
    named = letters.casefold() in _ALSO_NAMES
    stands_out = letters.isupper() and not rest.isupper()
    if len(rest.split()) >= names:
        if stands_out or (comma and not named):
            return True
        return False if named and not comma and letters.istitle() else None
    return False if named and not stands_out else None
