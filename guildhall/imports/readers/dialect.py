"""Finds the sign that separates the cells of a text file."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from math import log2

from .base import LIMITS
from .table import known_share

SINGLE = "\x1f"  # stands in no text, so a one-column list stays one column
_CANDIDATES = (",", ";", "\t", "|")


def find_delimiter(lines: Sequence[str]) -> str:
    """Comma, semicolon, tab or bar, or SINGLE for a list of one column."""
    scored = [(_score(lines, sign), -rank, sign) for rank, sign in enumerate(_CANDIDATES)]
    best, _, sign = max(scored)
    return sign if best > 0 else SINGLE


def _score(lines: Sequence[str], sign: str) -> float:
    """How well a sign cuts the lines into rows of one width with a header among them."""
    try:
        rows = [row for row in csv.reader(lines, delimiter=sign, skipinitialspace=True) if row]
    except csv.Error:
        return 0.0
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0.0
    width, hits = max(widths.items(), key=lambda item: (item[1] * log2(item[0]), item[0]))
    share = hits / len(rows)
    top = rows[: LIMITS.HEADER_SEARCH]
    known = max((known_share(row) ** 2 * min(len(row), 6) for row in top if len(row) > 1), default=0)
    if share < 0.6 and known < 2 and _alone(rows, share):
        return 0.0
    # A wrong sign cuts through quoted cells and leaves halves of quotes behind.
    torn = sum(cell.count('"') % 2 for row in rows for cell in row) / len(rows)
    return max(0.01, share * (1 + log2(width)) + known - 3 * min(torn, 1.0))


def _alone(rows: Sequence[Sequence[str]], share: float) -> bool:
    """Whether the list looks like one column with some of these signs inside its text."""
    return len(rows[0]) == 1 and (share < 0.5 or known_share(rows[0]) > 0)
