"""Numbers that come with a request, and how counts are written. What is no number, or longer than ours, is nought."""

from typing import Any

LONGEST = 18  # digits: the largest number that a column holds has nineteen


def number_in(said: str, *, longest: int = LONGEST) -> int:
    """The number that somebody sent."""
    return int(said) if said.isdecimal() and len(said) <= longest else 0


class Counted(int):
    """A count: it is written with commas, as 2,010. Years, codes and keys of records are no counts."""

    def __str__(self) -> str:
        return f"{int(self):,}"


def counted(value: Any) -> Any:
    """A number as a count; what is none stays what it is."""
    return Counted(value) if isinstance(value, int) and not isinstance(value, bool) else value
