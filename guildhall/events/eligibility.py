"""Who may come: ways in, each of which asks that some things hold together; said in words to whoever is refused (C16).

`ways` is a list of ways; a way is a list of conditions, each {"by": "program" | "year" | "institution", "of": [...]}.
Somebody may come who fulfils every condition of one way. No ways: everybody. No database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Way = Sequence[Mapping[str, Any]]
BY = {"program": gettext_lazy("program"), "year": gettext_lazy("year"), "institution": gettext_lazy("institution")}


@dataclass(frozen=True, slots=True)
class Somebody:
    """What eligibility goes by: what somebody learns, in which grade or year, and where (with all above it)."""

    programs: frozenset[str] = frozenset()
    years: frozenset[str] = frozenset()
    institutions: frozenset[str] = frozenset()

    def has(self, condition: Mapping[str, Any]) -> bool:
        """Whether one condition holds; years are compared as people write them."""
        wanted = map(str, condition["of"])
        if condition["by"] == "year":
            return not {year.casefold() for year in self.years}.isdisjoint(value.casefold() for value in wanted)
        mine = {"program": self.programs, "institution": self.institutions}.get(condition["by"])
        return mine is not None and not mine.isdisjoint(wanted)


def may_come(ways: Sequence[Way], *enrolled: Somebody) -> bool:
    """Whether somebody fulfils one of the ways by one of their enrolments: a year counts for the program it is of."""
    return not ways or any(all(one.has(condition) for condition in way) for way in ways for one in enrolled)


def in_words(ways: Sequence[Way], names: Mapping[str, str]) -> list[str]:
    """Each way as a sentence's part: "program: Nursing or Dental Assisting; and year: 11 or 12"."""
    return [_("; and ").join(_condition(condition, names) for condition in way) for way in ways]


def _condition(condition: Mapping[str, Any], names: Mapping[str, str]) -> str:
    said = _(" or ").join(names.get(str(value), str(value)) for value in condition["of"])
    return f"{BY.get(condition['by'], condition['by'])}: {said}"


def why_not(ways: Sequence[Way], names: Mapping[str, str], *enrolled: Somebody) -> str:
    """What somebody lacks, by the way that they are nearest to, or by each of several; empty for who may come."""
    if may_come(ways, *enrolled):
        return ""
    lacking = [[condition for condition in way if not one.has(condition)] for way in ways for one in enrolled]
    fewest = min(map(len, lacking))
    return _("; or ").join(dict.fromkeys(in_words([few for few in lacking if len(few) == fewest], names)))


def tidy(ways: Any) -> list[list[dict[str, Any]]]:
    """Ways as they are kept: known conditions only, each with something to hold; empty ways are none."""
    kept = []
    for way in ways:
        whole = [{"by": c["by"], "of": [str(v) for v in c["of"]]} for c in way if c.get("by") in BY and c.get("of")]
        if whole:
            kept.append(whole)
    return kept
