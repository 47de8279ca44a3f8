"""A map without a map: where places lie to each other, on a sheet of its own size (no request leaves the machine)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

WIDTH, HEIGHT, EDGE = 720.0, 440.0, 44.0
SMALLEST, LARGEST, GAP = 7.0, 26.0, 6.0
DEGREE = 69.09  # miles of a degree of latitude
NAMED = 8  # the places that are written out
LEAST_SPAN = 0.08  # degrees: one place alone stands in the middle of its surroundings
SCALES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Spot:
    """Something at a place: where, what it is called, how many are there."""

    latitude: float
    longitude: float
    name: str
    count: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A spot as it is drawn, and whether its name is written beside it."""

    spot: Spot
    x: float
    y: float
    radius: float
    named: bool
    left: bool = False  # its name stands at its left

    @property
    def beside(self) -> float:
        """Where its name begins, or at its left ends."""
        return self.x - self.radius - GAP if self.left else self.x + self.radius + GAP


@dataclass(frozen=True, slots=True)
class Sheet:
    """The drawing: its dots, and a bar that says how long so many miles are."""

    dots: Sequence[Dot]
    bar: float
    miles: int


def sheet_of(spots: Sequence[Spot]) -> Sheet | None:
    """Draw some spots as large as they fit, the larger ones first, so that the smaller lie above."""
    if not spots:
        return None
    south, north = min(s.latitude for s in spots), max(s.latitude for s in spots)
    west, east = min(s.longitude for s in spots), max(s.longitude for s in spots)
    narrow = cos(radians((south + north) / 2))
    tall, wide = max(north - south, LEAST_SPAN), max((east - west) * narrow, LEAST_SPAN)
    scale = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / tall)
    middle, centre = (south + north) / 2, (west + east) / 2
    most = max(s.count for s in spots)
    order = sorted(spots, key=lambda s: (-s.count, s.name))
    names = {id(s) for s in order[:NAMED]}
    dots = []
    for spot in order:
        x = WIDTH / 2 + (spot.longitude - centre) * narrow * scale
        y = HEIGHT / 2 - (spot.latitude - middle) * scale
        radius = max(SMALLEST, LARGEST * sqrt(spot.count / most))
        dots.append(Dot(spot, round(x, 1), round(y, 1), round(radius, 1), id(spot) in names, x > WIDTH * 0.7))
    miles = next((n for n in reversed(SCALES) if n / DEGREE * scale <= WIDTH / 4), SCALES[0])
    return Sheet(dots, round(miles / DEGREE * scale, 1), miles)
