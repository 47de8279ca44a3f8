"""What the answers to temperature checks come to: a trend, and whether somebody should look (M19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

LOW, DROP, SILENT = 2, 2, 120  # a score this low, a fall this deep, days without an answer
WEIGHT = 0.5  # of the newest answer in the trend


@dataclass(frozen=True)
class Reading:
    """The trend of one employer, and why somebody should look, if so."""

    trend: float | None
    alarm: str  # "", low, drop or silent


def read(answers: Sequence[tuple[date, int]], today: date) -> Reading:
    """The trend of answers, oldest first: each newest one weighs half; red when low, falling or silent (M19)."""
    if not answers:
        return Reading(None, "silent")
    trend = float(answers[0][1])
    for _day, score in answers[1:]:
        trend = WEIGHT * score + (1 - WEIGHT) * trend
    newest = answers[-1][1]
    if newest <= LOW:
        return Reading(trend, "low")
    if len(answers) > 1 and answers[-2][1] - newest >= DROP:
        return Reading(trend, "drop")
    if (today - answers[-1][0]).days > SILENT:
        return Reading(trend, "silent")
    return Reading(trend, "")
