"""Whether an initiative has the voices that it needs, sector by sector (E3, E6, F25, N15): arithmetic, no records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

DECIDERS, DOERS, CONNECTORS, HEADS, CHAMPIONS = "deciders", "doers", "connectors", "heads", "champions"
# Document 002, Table 3: a decision maker and a few doers of each sector, a few connectors, everybody a champion;
# document 004: a head. Champions are in percent of all voices, the others are numbers.
LEAST = {DECIDERS: 1, DOERS: 2, CONNECTORS: 2, CHAMPIONS: 100, HEADS: 1}
MOST = dict.fromkeys(LEAST, 50) | {CHAMPIONS: 100}
ROLE_OF = {DECIDERS: "decider", DOERS: "doer", CONNECTORS: "connector", CHAMPIONS: "champion"}
IN_EACH_SECTOR = (DECIDERS, DOERS)


@dataclass(frozen=True)
class Voice:
    """One stakeholder, as plain values: its key, sector, roles, and whether it has accepted."""

    key: object
    sector: object
    roles: frozenset[str]
    head: bool = False
    accepted: bool = False
    considerations: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True)
class Finding:
    """One rule in one sector, or in all (`sector` None): how many it takes, there are, and have accepted."""

    rule: str
    sector: object
    least: int
    have: int
    accepted: int

    @property
    def met(self) -> bool:
        return self.have >= self.least

    @property
    def confirmed(self) -> bool:
        """Whether it holds by those alone who have accepted."""
        return self.accepted >= self.least

    @property
    def lacking(self) -> int:
        return max(self.least - self.have, 0)


def judge(voices: Sequence[Voice], sectors: Sequence[object], least: Mapping[str, int]) -> list[Finding]:
    """Every rule, sector by sector and then over all. A rule that asks for nobody is left out."""
    wanted = LEAST | dict(least)
    results = [
        _finding(rule, sector, wanted[rule], [v for v in voices if v.sector == sector and ROLE_OF[rule] in v.roles])
        for sector in sectors
        for rule in IN_EACH_SECTOR
    ]
    share = -(-wanted[CHAMPIONS] * len(voices) // 100)
    for rule, least_of_all in ((CONNECTORS, wanted[CONNECTORS]), (CHAMPIONS, share)):
        results.append(_finding(rule, None, least_of_all, [one for one in voices if ROLE_OF[rule] in one.roles]))
    results.append(_finding(HEADS, None, wanted[HEADS], [voice for voice in voices if voice.head]))
    return [one for one in results if one.least]


def _finding(rule: str, sector: object, least: int, voices: Sequence[Voice]) -> Finding:
    return Finding(rule, sector, least, len(voices), sum(voice.accepted for voice in voices))


def considered(voices: Sequence[Voice], considerations: Sequence[str]) -> list[tuple[str, list[Voice]]]:
    """Each consideration with those who meet it (E4, H10)."""
    return [(one, [voice for voice in voices if one in voice.considerations]) for one in considerations]
