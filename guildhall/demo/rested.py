"""Which employers of the demo may be asked something on some day, whatever the weekday of today."""

from collections.abc import Sequence
from datetime import date

from guildhall.demo.moments import Days
from guildhall.demo.timeline import Shared
from guildhall.engagements.models import ContactLimit, Touch

RESTED = 22  # working days are the most that the 30 days of the budget hold


class Rested:
    """Which employers have room for an ask: none touched them for long, and they have set no limit of their own."""

    def __init__(self, rows: Sequence[Shared], days: Days) -> None:
        self.days = days
        keys = [row.employer.pk for row in rows]
        self.touches: dict[object, list[date]] = {}
        for key, on in Touch.objects.counted().filter(employer__in=keys).values_list("employer", "on"):
            self.touches.setdefault(key, []).append(on)
        self.limited = set(ContactLimit.objects.filter(employer__in=keys).values_list("employer", flat=True))

    def take(self, rows: list[Shared], on: Sequence[date]) -> Shared:
        """Take out the last of the rows that have room on all of these days."""
        result = next((row for row in reversed(rows) if self.has_room(row, on)), None)
        if result is None:
            raise ValueError(f"The demo has no employer that may be asked on {', '.join(map(str, on))}.")
        rows.remove(result)
        return result

    def has_room(self, row: Shared, on: Sequence[date]) -> bool:
        """Whether an employer has room on all of these days, counted in working days: the same on every day."""
        key = row.employer.pk
        touches = self.touches.get(key, ())
        return key not in self.limited and all(self.days.apart(day, t) > RESTED for day in on for t in touches)
