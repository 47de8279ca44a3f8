"""The yearly figures as a file."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from guildhall.lib.small_counts import FEWEST
from guildhall.placements.queries.figures import COUNTED, Cell, Year


def as_csv(years: Iterable[Year]) -> str:
    """One line a year; a figure that may not be told is told as fewer than ten others.

    With students of other institutions in it, it is told in full tens: "3010+" is at least that many.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)  # numbers and words of ours alone
    heads = [f"{name}_{what}" for name in COUNTED for what in ("people", "employers")]
    writer.writerow(["year", *heads])
    for one in years:
        cells = [value for name in COUNTED for value in _told(one.cells[name])]
        writer.writerow([one.year, *cells])
    return buffer.getvalue()


def _told(cell: Cell) -> list[str]:
    if cell.told:
        return [f"{cell.at_least}+" if cell.is_rounded else str(cell.people), str(cell.employers)]
    return [_("fewer than %s others") % FEWEST, ""]
