"""The wages of an occupation from the lowest-paid tenth to the highest-paid, area by area, drawn on the server (D5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from guildhall.demand.levels import codes_for
from guildhall.demand.loading.cells import TOP
from guildhall.demand.loading.maps import PERCENTILES
from guildhall.demand.models import Area, WageFigure
from guildhall.demand.queries.figures import TOP_ANNUAL, TOP_HOURLY, Look

LEFT, RIGHT, FIRST, STEP = 8, 512, 14, 52  # units of the drawing
TICKS = 4


@dataclass(frozen=True)
class Band:
    """The wages of an occupation in one area, from the tenth to the ninetieth percentile, as a chart draws them."""

    area: Area
    per: str  # hour or year
    values: tuple[Any, ...]  # by percentile; None where it was not released
    tops: tuple[bool, ...]
    code: str
    level: str

    @property
    def median(self) -> Any:
        return self.values[2]


def bands_of(code: str, look: Look) -> list[Band]:
    """The wages of one occupation in each of a place's areas, where any are published."""
    found = []
    for area in look.areas.rows:
        for one, level in codes_for(code):
            row = look.wages.get((area.code, one))
            if row is not None and (band := _band(row, area, level)):
                found.append(band)
                break
    per = found[0].per if found else ""
    return [band for band in found if band.per == per]


def _band(row: WageFigure, area: Area, level: str) -> Band | None:
    for per, side, top in (("hour", "hourly", TOP_HOURLY), ("year", "annual", TOP_ANNUAL)):
        marks = [row.marks.get(f"{side}_{n}", "") == TOP for n in PERCENTILES]
        values = [getattr(row, f"{side}_{n}") for n in PERCENTILES]
        if any(value is not None for value in values):
            shown = tuple(top if high else value for value, high in zip(values, marks, strict=True))
            return Band(area, per, shown, tuple(marks), row.soc, level)
    return None


@dataclass(frozen=True)
class Drawn:
    """One area of the chart: where its parts lie, and the same numbers in words."""

    name: str
    code: str  # where the figures are of another code than the occupation's own
    label_y: int
    y: int
    wide: tuple[float, float] | None
    middle: tuple[float, float] | None
    median: float | None
    cells: list[str]

    @property
    def center(self) -> int:
        return self.y + 6


@dataclass(frozen=True)
class Tick:
    """A mark of the scale."""

    x: float
    label: str


@dataclass(frozen=True)
class WageChart:
    """Wages by area as a drawing, with its finding in words and its numbers as a table."""

    said: str
    rows: Sequence[Drawn]
    ticks: Sequence[Tick]
    parts: Sequence[str]

    @property
    def floor(self) -> int:
        return FIRST + STEP * len(self.rows)

    @property
    def height(self) -> int:
        return self.floor + 28


def wage_chart(code: str, bands: Sequence[Band]) -> WageChart | None:
    """The wages of an occupation as a chart; None where none are published."""
    if not bands:
        return None
    most = max(float(value) for band in bands for value in band.values if value is not None)

    def x(value: Any) -> float:
        return round(LEFT + (RIGHT - LEFT) * float(value) / most, 1)

    def span(low: Any, high: Any) -> tuple[float, float] | None:
        return None if low is None or high is None else (x(low), round(x(high) - x(low), 1))

    rows = []
    for n, band in enumerate(bands):
        v, y = band.values, FIRST + STEP * n + 20
        cells = [_said(value, high) for value, high in zip(v, band.tops, strict=True)]
        median = None if v[2] is None else x(v[2])
        other = band.code if band.code != code else ""
        rows.append(Drawn(band.area.name, other, y - 8, y, span(v[0], v[4]), span(v[1], v[3]), median, cells))
    ticks = [Tick(x(most * n / TICKS), f"${most * n / TICKS:,.0f}") for n in range(TICKS + 1)]
    parts = [_("Lowest tenth"), _("Lower quarter"), _("Median"), _("Upper quarter"), _("Highest tenth")]
    return WageChart(_finding(bands[0]), rows, ticks, parts)


def _said(value: Any, high: bool) -> str:
    if value is None:
        return _("not released")
    words = f"${value:,.2f}" if not isinstance(value, int) else f"${value:,}"
    return _("%s or more") % words if high else words


def _finding(band: Band) -> str:
    low, high = (_said(band.values[n], band.tops[n]) for n in (1, 3))
    words = {"area": band.area.name, "low": low, "high": high}
    if band.per == "hour":
        return _("In %(area)s half of them earn between %(low)s and %(high)s an hour") % words
    return _("In %(area)s half of them earn between %(low)s and %(high)s a year") % words
