"""Telephone numbers in what somebody wrote, whatever digits stand beside them: hours, a date, another number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

RUN = re.compile(r"\+?\(?\d[\d\s().\-/]{5,}\d")  # digits, and what stands between those of a number
GROUP = re.compile(r"\d+")
TEN, SEVEN = 10, 7  # digits of a number with and without its area
LONGEST, GROUPS = 15, 6  # of a number abroad; as many groups as anybody writes one in


@dataclass(frozen=True, slots=True)
class Number:
    """One way to read a number out of a text: where it stands, its last ten digits, and the sizes of its groups."""

    start: int
    end: int
    digits: str
    sizes: tuple[int, ...]

    @property
    def has_area(self) -> bool:
        """Whether it is written as one with its area is in this country."""
        sizes = self.sizes[1:] if self.sizes[0] == 1 else self.sizes
        return sum(sizes) == TEN and sizes[0] in (3, 6, TEN) and sizes[-1] >= 4


def numbers_in(text: str) -> Iterator[Number]:
    """Every way to read numbers out of a text: which digits belong together is not known, so each is compared."""
    for run in RUN.finditer(text):
        groups = list(GROUP.finditer(text, run.start(), run.end()))
        for first in range(len(groups)):
            yield from _from(text, groups, first)


def _from(text: str, groups: list[re.Match[str]], first: int) -> Iterator[Number]:
    start, digits, sizes = groups[first].start(), "", []
    while start and text[start - 1] in "+(":
        start -= 1
    after_area = first > 0 and len(groups[first - 1].group()) == 3
    for group in groups[first : first + GROUPS]:
        digits += group.group()
        sizes.append(len(group.group()))
        if len(digits) > LONGEST:
            return
        local = SEVEN <= len(digits) < TEN and not after_area
        abroad = text[start] == "+" or groups[first].group() == "1" or not _has_ten_at_end(sizes)
        if local or len(digits) == TEN or (len(digits) > TEN and abroad):
            yield Number(start, group.end(), digits[-TEN:], tuple(sizes))


def _has_ten_at_end(sizes: list[int]) -> bool:
    """Whether ten of the digits stand by themselves: what is before them belongs to something else."""
    return any(sum(sizes[n:]) == TEN for n in range(len(sizes)))
