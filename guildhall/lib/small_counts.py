"""How few students a number may not speak of, where others than their own institution read it (R6)."""

from dataclasses import dataclass

from guildhall.lib.numbers import counted

FEWEST = 10


@dataclass(frozen=True, slots=True)
class Told:
    """A number of students as its reader may know it; None: fewer than ten, of other institutions."""

    n: int | None
    rounded: bool = False

    def __str__(self) -> str:
        return "" if self.n is None else f"{counted(self.n)}{'+' if self.rounded else ''}"


def told_of(own: int, others: int) -> Told:
    """The reader's own students exactly, and those of others in full tens.

    So the number of one place taken away from that of a larger one tells of no few students either (ADR 89).
    """
    if 0 < others < FEWEST:
        return Told(None)
    few = others % FEWEST
    return Told(own + others - few, few > 0)
