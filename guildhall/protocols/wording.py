"""Whether the words of a clause say what its values fix: what people agree on is what they read."""

import re
from collections.abc import Mapping
from typing import Any

UNITS = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
WORDS = {word: n for n, word in enumerate(UNITS)} | {"once": 1, "twice": 2, "thrice": 3} | TENS
PERIODS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 90, "year": 365}


def numbers_in(text: str) -> set[int]:
    """The numbers that a text names, in digits or in words; a period counts as its days ("a week", "two years")."""
    results: set[int] = set()
    before: int | None = None
    for word in re.findall(r"[a-z]+|\d+", text.lower()):
        said = int(word) if word.isdigit() else WORDS.get(word)
        days = PERIODS.get(word.removesuffix("s"))
        if said is not None:
            results.add(said + before if before in TENS.values() and said < 10 else said)
        elif days and days > 1:
            results.add(days * (before if before is not None else 1))
        before = said
    return results


def unsaid(text: str, values: Mapping[str, Any]) -> list[str]:
    """The keys of those whole numbers that a text which names numbers does not name: it may say something else."""
    named = numbers_in(text)
    whole = {key: value for key, value in values.items() if isinstance(value, int) and not isinstance(value, bool)}
    return [key for key, value in whole.items() if named and value not in named]
