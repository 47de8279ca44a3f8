"""The names of people as lists write them: when two spellings are one name."""

import re

from guildhall.employers.matching.names import fold

_TITLES = {"mr", "mrs", "ms", "miss", "dr", "prof", "sr", "sra", "mx", "jr", "ii", "iii"}


def name_key(name: str) -> str:
    """A name without what is written now so, now so: order, letter case, accents, titles."""
    parts = re.findall(r"[a-z0-9']+", fold(name))
    return " ".join(sorted(part for part in parts if part not in _TITLES))


def person_named(who: str, name: str) -> str:
    """How somebody is called of whom a list gives a name alone."""
    return f"{who} {name_key(name)}"


def person_numbered(number: str) -> str:
    """How somebody is called of whom a list gives a number."""
    return f"number {number}"
