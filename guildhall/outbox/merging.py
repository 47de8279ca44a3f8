"""Slots in the words of a sending: a name in double braces, filled by a value. Nothing is evaluated."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape

GAP = "…"
SLOT = re.compile(r"\{\{ *([a-z][a-z0-9_.]*) *\}\}")


def slots(texts: Iterable[str]) -> set[str]:
    """The names of all slots in some texts."""
    return {name for text in texts for name in SLOT.findall(text)}


def filled(text: str, values: Mapping[str, str], *, html: bool = False) -> str:
    """A text with its slots filled. Values are not looked through for slots, and escaped where the text is HTML.

    A value that was erased since is a gap: none is missing when an e-mail is queued.
    """
    spelled = escape if html else str
    return "".join([spelled(str(values.get(piece, GAP))) if n % 2 else piece for n, piece in enumerate(_pieces(text))])


@lru_cache(maxsize=64)
def _pieces(text: str) -> tuple[str, ...]:
    """Words and names of slots by turns: a sending of thousands is taken apart once."""
    return tuple(SLOT.split(text))
