"""Whether two events compete for the same people, and why, in parts that can be said in words (N8). No database.

Four things are asked: do they take place at the same time, are the organizations alike, is what they offer related,
and do they aim at the same programs? Each is a share between 0 and 1, and the score is their product: where one of
them is nought there is no clash. What nobody has said is likely neither way, so it counts a little.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rapidfuzz.fuzz import token_set_ratio

NEAR = timedelta(minutes=60)  # so long before or after, the same people cannot be at both
CLASHES_FROM = 0.1
LIKE_EACH_OTHER = 88  # titles of what is probably the same event


@dataclass(frozen=True, slots=True)
class Planned:
    """An event at one of its times, as plain values. `reached`: the institutions it is for; None: every one."""

    pk: Any
    title: str
    kind: str
    family: str
    starts: datetime
    ends: datetime
    institution: Any
    place: str = ""
    reached: frozenset[Any] | None = None
    employers: frozenset[Any] = frozenset()
    industries: frozenset[str] = frozenset()  # codes of NAICS
    offers: frozenset[str] = frozenset()  # groups of occupations and stages of what is offered
    programs: frozenset[str] = frozenset()  # codes of programs, pathways and clusters that it aims at


@dataclass(frozen=True, slots=True)
class Found:
    """Two events that clash, or that are probably one: how much (0 to 1), and each part's share."""

    first: Planned
    second: Planned
    score: float
    time: float = 1.0
    employer: float = 1.0
    offer: float = 1.0
    program: float = 1.0
    duplicate: bool = False

    @property
    def percent(self) -> int:
        return round(self.score * 100)


def same_time(a: Planned, b: Planned) -> float:
    """How far they overlap: from 0.6 to 1 by the share of the shorter one; 0.4 with little time between; else 0."""
    shared = min(a.ends, b.ends) - max(a.starts, b.starts)
    shorter = min(a.ends - a.starts, b.ends - b.starts)
    if shared > timedelta(0):
        return 0.6 + 0.4 * min(1.0, shared / shorter) if shorter else 1.0
    return 0.4 if -shared <= NEAR else 0.0


def alike(a: Planned, b: Planned) -> float:
    """How much the organizations are alike: the same employer, one line of business, one sector; 0.3 where unsaid."""
    if a.employers & b.employers:
        return 1.0
    if not a.industries or not b.industries:
        return 0.3
    best = max((_common(x, y) for x in a.industries for y in b.industries), default=0)
    return 0.8 if best >= 4 else 0.65 if best == 3 else 0.5 if best == 2 else 0.0


def _common(first: str, second: str) -> int:
    """How many leading digits two industry codes share."""
    n = 0
    for x, y in zip(first, second, strict=False):
        if x != y:
            break
        n += 1
    return n


def related(a: Planned, b: Planned) -> float:
    """Whether what they offer is related: the same, the same family of events; 0.4 where nobody has said what."""
    if a.offers and b.offers:
        return 1.0 if a.offers & b.offers else 0.0
    return 0.7 if a.family and a.family == b.family else 0.4


def same_programs(a: Planned, b: Planned) -> float:
    """Whether they aim at the same programs: the smaller circle or a part of it; 0.3 where one is for everybody."""
    if not a.programs or not b.programs:
        return 0.3
    shared = len(a.programs & b.programs)
    return 0.6 + 0.4 * shared / min(len(a.programs), len(b.programs)) if shared else 0.0


def common_public(a: Planned, b: Planned) -> bool:
    """Whether anybody may go to both: an event for one college's students does not compete with another one's."""
    return a.reached is None or b.reached is None or not a.reached.isdisjoint(b.reached)


def is_duplicate(a: Planned, b: Planned) -> bool:
    """Whether two rows are probably the same event: nearly the same words, the same hour, nothing that parts them."""
    if abs(a.starts - b.starts) > timedelta(minutes=15):
        return False
    if a.employers and b.employers and not a.employers & b.employers:
        return False
    if token_set_ratio(_words(a.title), _words(b.title)) < LIKE_EACH_OTHER:
        return False
    if a.place and b.place and a.institution != b.institution:
        return token_set_ratio(_words(a.place), _words(b.place)) >= LIKE_EACH_OTHER
    return True


def _words(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def clash_of(a: Planned, b: Planned) -> Found | None:
    """How two events clash; None where they do not. Probable duplicates are told apart: those are one too many."""
    if a.pk == b.pk or not common_public(a, b):
        return None
    if is_duplicate(a, b):
        return Found(a, b, 1.0, duplicate=True)
    time = same_time(a, b)
    if not time:
        return None
    parts = {"time": time, "employer": alike(a, b), "offer": related(a, b), "program": same_programs(a, b)}
    score = parts["time"] * parts["employer"] * parts["offer"] * parts["program"]
    return Found(a, b, score, **parts) if score >= CLASHES_FROM else None


def clashes_of(one: Planned, others: Iterable[Planned]) -> list[Found]:
    """Whatever an event clashes with, the worst first; of a series each other event once."""
    worst: dict[Any, Found] = {}
    for other in others:
        found = clash_of(one, other)
        if found and (other.pk not in worst or found.score > worst[other.pk].score):
            worst[other.pk] = found
    return sorted(worst.values(), key=lambda found: (not found.duplicate, -found.score, str(found.second.pk)))


def all_clashes(events: Sequence[Planned]) -> list[Found]:
    """All pairs of some events that clash, each once. Only neighbors in time are compared."""
    rows = sorted(events, key=lambda one: (one.starts, str(one.pk)))
    results = []
    for n, one in enumerate(rows):
        for other in rows[n + 1 :]:
            if other.starts - NEAR > one.ends:
                break
            if found := clash_of(one, other):
                results.append(found)
    return results


def free_slots(one: Planned, others: Sequence[Planned], starts: Iterable[datetime], *, most: int = 3) -> list[datetime]:
    """The first of some times at which an event would clash with none of the others."""
    lasts, free = one.ends - one.starts, []
    for start in starts:
        moved = _moved(one, start, lasts)
        if not clashes_of(moved, others):
            free.append(start)
        if len(free) == most:
            break
    return free


def _moved(one: Planned, start: datetime, lasts: timedelta) -> Planned:
    values = {name: getattr(one, name) for name in Planned.__slots__}
    return Planned(**(values | {"starts": start, "ends": start + lasts}))
