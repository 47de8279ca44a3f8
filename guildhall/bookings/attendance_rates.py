"""What is said of how an event was attended (M18): who came of those booked, and who got in from the waiting list."""

from dataclasses import dataclass

FEWEST_FOR_A_SHARE = 10  # of fewer a percentage says more than is known


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many of the people of one event came, did not come, canceled late, waited, and were let in without booking.

    Who canceled in time is no part of any share; nor is a walk-in, who had no place that could have been missed.
    """

    came: int = 0
    missed: int = 0
    unsaid: int = 0  # booked, and nobody has said whether they came
    late: int = 0  # canceled after booking had ended
    waited: int = 0  # were on the waiting list at some time
    let_in: int = 0  # of these, who got a place
    walk_ins: int = 0
    asked: int = 0  # of those who did not come, who were written to
    answered: int = 0

    @property
    def booked(self) -> int:
        """Who had a place when the list was closed."""
        return self.came + self.missed + self.unsaid

    @property
    def present(self) -> int:
        """Everybody who was there."""
        return self.came + self.walk_ins

    @property
    def attendance_share(self) -> int | None:
        """Who came of those booked, in percent."""
        return percent(self.came, self.booked)

    @property
    def missed_share(self) -> int | None:
        """Who did not come, of those of whom it is known, in percent."""
        return percent(self.missed, self.came + self.missed)

    @property
    def let_in_share(self) -> int | None:
        """Who got a place, of those who waited for one, in percent."""
        return percent(self.let_in, self.waited)

    @property
    def asked_share(self) -> int | None:
        """Who was written to, of those who did not come, in percent."""
        return percent(self.asked, self.missed)


def percent(part: int, whole: int) -> int | None:
    """A share in whole percent; None where the whole is too small for one to mean anything."""
    return round(100 * part / whole) if whole >= FEWEST_FOR_A_SHARE else None
