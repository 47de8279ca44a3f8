"""What goes in (a record as typed) and what comes out (a likeness with its reasons)."""

from __future__ import annotations

from dataclasses import dataclass

LIKELY = 0.80
POSSIBLE = 0.40


@dataclass(frozen=True, slots=True)
class Record:
    """One employer at one site, as people typed it; everything but the name may be empty.

    An employer with several sites is compared as one record per site.
    `other_names` holds trading, former and alias names.
    """

    id: str = ""
    name: str = ""
    other_names: tuple[str, ...] = ()
    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    phone: str = ""
    domain: str = ""
    ein: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two records look like one employer: a score of 0..1 and the reasons for and against.

    A score of `LIKELY` or more means a likely duplicate, `POSSIBLE` or more a possible one.
    """

    score: float
    reasons: tuple[str, ...]
    against: tuple[str, ...]
