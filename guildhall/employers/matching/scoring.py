"""From evidence to one score with reasons: a sum of weights and three rules that hold a score back."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from guildhall.employers.matching.columns import Builder
from guildhall.employers.matching.evidence import MISSING, NEAR, OTHER, SAME, Evidence, gather, name_knowledge
from guildhall.employers.matching.names import is_distinctive, marks, name_forms
from guildhall.employers.matching.records import LIKELY, POSSIBLE, Likeness, Record
from guildhall.lib.sentences import phrase

# Weights are log-odds, set by hand and checked against labelled and generated registers; one set serves all sizes.
BASE = -2.6
NAME_LIKENESS = (0.0, 0.40, 0.55, 0.65, 0.75, 0.82, 0.88, 0.94, 1.0)
NAME_WEIGHT = (-2.8, -2.8, -2.8, -2.6, -1.6, 0.4, 1.6, 2.0, 2.2)
DISTINCTIVE_WEIGHT = 0.6
DISTINCTIVE_FROM = 0.88
WEIGHTS = {  # field: (different, nearly the same, the same)
    "address": (-2.0, 2.4, 4.2),
    "zip": (-1.0, 0.0, 1.3),
    "city": (-1.0, 0.0, 0.4),
    "state": (-0.6, 0.0, 0.0),
    "phone": (-0.3, 0.0, 3.0),
    "domain": (-1.2, 0.0, 2.5),
    "ein": (-4.0, 0.0, 5.0),
}
HELD_BACK = LIKELY - 0.01  # where the rules below stop a score
OTHER_BODY = POSSIBLE - 0.05  # where a different EIN stops it: chapters of one name in one house are many bodies
BARE_FLOOR = POSSIBLE + 0.10  # an equal name when one side has nothing but a name

SAME_TEXT = {
    "ein": phrase("same EIN"),
    "domain": phrase("same web domain"),
    "phone": phrase("same telephone"),
    "address": phrase("same address"),
    "zip": phrase("same ZIP code"),
    "city": phrase("same city"),
}
SAME_DOMAIN = SAME_TEXT["domain"]
OTHER_TEXT = {
    "ein": phrase("different EIN"),
    "domain": phrase("different web domain"),
    "phone": phrase("different telephone"),
    "address": phrase("different street address"),
    "zip": phrase("different ZIP code"),
    "city": phrase("different city"),
    "state": phrase("different state"),
}
NAMES_ALONE = phrase("names alone never link")
OTHER_SITE = phrase("same organization, other site")
NEAR_ADDRESS = phrase("nearly the same address")
KNOWN_ALIAS = phrase("known alias")
SAME_NAME = phrase("same name")
SIMILAR_NAME = phrase("similar name ({likeness})")
OTHER_NAME = phrase("different name")


def _weigh(evidence: Evidence) -> np.ndarray:
    """The plain sum of log-odds."""
    total = BASE + np.interp(evidence.name, NAME_LIKENESS, NAME_WEIGHT)
    total += np.where(evidence.distinctive & (evidence.name >= DISTINCTIVE_FROM), DISTINCTIVE_WEIGHT, 0.0)
    for name, (different, near, same) in WEIGHTS.items():
        total += np.array([different, 0.0, near, same])[getattr(evidence, name) - OTHER]
    return total + np.where(evidence.local & (evidence.zip != SAME), WEIGHTS["zip"][2], 0.0)


def _name_alone(e: Evidence) -> np.ndarray:
    """Pairs where nothing independent of the name agrees."""
    by_place = ((e.zip == SAME) | e.local) & e.distinctive & (e.name >= DISTINCTIVE_FROM)
    return ~((e.address >= NEAR) | (e.phone == SAME) | (e.domain == SAME) | (e.ein == SAME) | by_place)


def _other_site(e: Evidence) -> np.ndarray:
    """Pairs at different addresses; only one telephone within one ZIP code (or city, without one) makes it a move."""
    one_place = (e.zip == SAME) | ((e.zip == MISSING) & (e.city == SAME))
    return (e.address == OTHER) & ~((e.phone == SAME) & one_place)


def score(evidence: Evidence, bare: np.ndarray | bool = False) -> np.ndarray:
    """Scores 0..1 of all pairs; `bare` marks pairs where one side has nothing but a name."""
    result = 1 / (1 + np.exp(-_weigh(evidence)))
    held = _name_alone(evidence) | _other_site(evidence)
    result = np.where(held, np.minimum(result, HELD_BACK), result)
    result = np.where(evidence.ein == OTHER, np.minimum(result, OTHER_BODY), result)
    return np.where(evidence.same_name & bare, np.maximum(result, BARE_FLOOR), result)


def _is_bare(record: Record) -> bool:
    return not any((record.street, record.zip, record.phone, record.domain, record.ein))


def _explain(e: Evidence, i: int, value: float) -> Likeness:
    """Put the evidence on pair `i` into words, the strongest first."""
    reasons = [text for name, text in SAME_TEXT.items() if getattr(e, name)[i] == SAME]
    against = [text for name, text in OTHER_TEXT.items() if getattr(e, name)[i] == OTHER]
    if e.address[i] == NEAR:
        reasons.append(NEAR_ADDRESS)
    likeness = float(e.name[i])
    if e.alias[i] and likeness >= DISTINCTIVE_FROM:
        reasons.append(KNOWN_ALIAS)
    elif likeness >= 1:
        reasons.append(SAME_NAME)
    elif likeness >= 0.65:
        reasons.append(SIMILAR_NAME.format(likeness=f"{likeness:.0%}"))
    else:
        against.append(OTHER_NAME)
    if _name_alone(e)[i] and likeness >= 0.65:
        against.append(NAMES_ALONE)
    elif _other_site(e)[i] and (SAME in (e.phone[i], e.domain[i], e.ein[i])):
        against.append(OTHER_SITE)
    return Likeness(math.floor(value * 10_000) / 10_000, tuple(reasons), tuple(against))


def compare_many(a: Record, others: Sequence[Record]) -> list[Likeness]:
    """Likeness of one record to each of many; much faster than many calls of `compare`."""
    if not others:
        return []
    builder = Builder(blocking=False)
    for record in (a, *others):
        builder.add(record)
    columns = builder.columns()
    left = np.zeros(len(others), dtype=np.int64)
    evidence = gather(columns, name_knowledge(columns), left, np.arange(1, len(others) + 1))
    bare = np.array([_is_bare(a) or _is_bare(other) for other in others])
    scores = score(evidence, bare)
    return [_explain(evidence, i, float(scores[i])) for i in range(len(others))]


def compare(a: Record, b: Record) -> Likeness:
    """How much two records look like one employer, with the reasons; symmetric, never raises on any text."""
    return compare_many(a, (b,))[0]


def _one_slip(a: str, b: str) -> bool:
    """Whether one typing error (or two swapped neighbors) turns one text into the other."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    x, y = a[start:], b[start:]
    return x[1:] == y[1:] or x[1:] == y or x == y[1:] or (x[:2] == y[1::-1] and x[2:] == y[2:])


def same_name(a: Record, b: Record) -> bool:
    """Whether two records bear one name.

    Word order and legal forms do not count, and a distinctive name may have one typing error.
    """
    for left in _all_forms(a):
        for right in _all_forms(b):
            if sorted(left.split()) == sorted(right.split()):
                return True
            rare = len(left) > 6 and is_distinctive(left) and is_distinctive(right)
            if rare and marks(left) == marks(right) and _one_slip(left, right):
                return True
    return False


def _all_forms(record: Record) -> set[str]:
    return {form for name in (record.name, *record.other_names) for form in name_forms(name) if form}


class Comparison:
    """Many pairs compared at once: their scores, and the reasons of those that somebody asks for.

    A record that stands in many pairs is normalized once.
    """

    def __init__(self, pairs: Sequence[tuple[Record, Record]]) -> None:
        builder = Builder(blocking=False)
        rows: dict[int, int] = {}
        sides = []
        for record in (record for pair in pairs for record in pair):
            if id(record) not in rows:
                rows[id(record)] = len(rows)
                builder.add(record)
            sides.append(rows[id(record)])
        columns = builder.columns()
        numbers = np.array(sides, dtype=np.int64)
        self._pairs = pairs
        self._evidence = gather(columns, name_knowledge(columns), numbers[0::2], numbers[1::2])
        bare = np.array([_is_bare(left) or _is_bare(right) for left, right in pairs])
        self.scores: list[float] = score(self._evidence, bare).tolist()

    def explain(self, i: int) -> Likeness:
        """The likeness of pair `i` with its reasons."""
        return _explain(self._evidence, i, self.scores[i])

    def same_name(self, i: int) -> bool:
        """Whether the two of pair `i` bear one name."""
        return bool(self._evidence.name[i] >= 0.8) and same_name(*self._pairs[i])


def compare_pairs(pairs: Sequence[tuple[Record, Record]]) -> list[Likeness]:
    """Likeness of many independent pairs at once."""
    if not pairs:
        return []
    comparison = Comparison(pairs)
    return [comparison.explain(i) for i in range(len(pairs))]
