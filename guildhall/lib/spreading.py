"""How a number of contacts is spread over its days: no more than half of them, rounded up, in half of the days."""


def half_of(most: int, days: int) -> tuple[int, int] | None:
    """The half of a number and of its days; None where there is nothing to spread."""
    return ((most + 1) // 2, days // 2) if most >= 2 and days >= 4 else None
