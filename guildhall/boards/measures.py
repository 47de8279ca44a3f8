"""The rules that a board is measured by, as plain values, and what follows from numbers (D12, D15, N12, M20)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

YEAR = 365  # days in which meetings and attendance are counted
RENEWAL_DAYS = 90  # before a term ends: from then on its renewal is due


@dataclass(frozen=True, slots=True)
class Measures:
    """How many members, meetings and seats a kind of board needs, and the clause that says so."""

    label: str
    members: int
    business: int
    labor: int
    meetings: int
    quorum: int
    attendance: int
    term_years: int
    placing_days: int
    clause: str = ""
    own: tuple[Any, ...] = ()  # the rules that hold for this one board alone

    @classmethod
    def of(cls, values: Mapping[str, Any], clause: str = "") -> "Measures":
        """What a clause fixes, or holds by default."""
        names = [name for name in cls.__dataclass_fields__ if name not in ("clause", "own")]
        return cls(**{name: values[name] for name in names}, clause=clause)

    def but_for(self, own: Sequence[Any]) -> "Measures":
        """The same, but for the numbers that hold for one board alone: each has `rule` and `value`."""
        return replace(self, own=tuple(own), **{one.rule: one.value for one in own}) if own else self

    @property
    def is_committee(self) -> bool:
        """Whether such boards are called committees here."""
        return self.label == "committee"


def quorum_of(entitled: int, percent: int) -> int:
    """How many of the members with a vote have to be there; one at least, so that nobody alone is never a quorum."""
    return max(1, -(-entitled * percent // 100))


def is_under(came: int, meetings: int, percent: int) -> bool:
    """Whether somebody came to fewer meetings than they should; of none nothing follows."""
    return meetings > 0 and came * 100 < percent * meetings


def reaches(part: int, whole: int, percent: int) -> bool:
    """Whether a part is large enough a share of the whole; of nothing it is not, unless nothing is asked."""
    return percent == 0 or (whole > 0 and part * 100 >= percent * whole)
