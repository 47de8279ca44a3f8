"""Numbers that come with a request: what is none, or is longer than any of ours, counts as nought."""

LONGEST = 18  # digits: the largest number that a column holds has nineteen


def number_in(said: str, *, longest: int = LONGEST) -> int:
    """The number that somebody sent."""
    return int(said) if said.isdecimal() and len(said) <= longest else 0
