"""The yearly figures as a page shows them: counted each time, or in a large territory kept with their age (F23)."""

from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.placements.models import Experience
from guildhall.placements.queries import attesting, figures
from guildhall.placements.queries.figures import COUNTED, TODAY, AsOf, Cell, Year
from guildhall.rollups.counting import Count

LONGEST = 30  # years that are kept


@dataclass(frozen=True)
class Accomplishments:
    """The figures of some years, how far each is attested, and when they were counted: None for just now."""

    years: list[Year]
    confirmed: dict[int, attesting.Confirmed]
    at: datetime | None = None


def accomplishments(person: Person, first: int, last: int, as_of: AsOf = TODAY) -> Accomplishments:
    """The years that somebody asks for. Those of an earlier day are always counted, and say nothing of today."""
    if as_of != TODAY:
        return Accomplishments(figures.accomplishments(first, last, figures.own_places(person), as_of), {})
    counted = OF_LAST_YEARS.of(person) if clock.today().year - LONGEST < first else None
    value = counted.value if counted else _value(person, first, last)
    days = [(year, UUID(pk), count) for year, pk, count in value["open_days"] if first <= year <= last]
    cells = {(year, name): Cell(*counts) for year, name, counts in value["cells"]}
    years = [Year(year, {name: cells.get((year, name), Cell()) for name in COUNTED}) for year in range(first, last + 1)]
    return Accomplishments(years, attesting.confirmed(days), counted.at if counted else None)


def _value(person: Person, first: int, last: int) -> dict[str, Any]:
    """Cells and days as they can be kept: the same for all whose own institutions are the same."""
    years = figures.accomplishments(first, last, figures.own_places(person))
    cells = [(one.year, name, astuple(cell)) for one in years for name, cell in one.cells.items() if cell != Cell()]
    days = [(year, str(pk), count) for year, pk, count in attesting.open_days(first, last)]
    return {"cells": cells, "open_days": days}


def _of_last_years(person: Person) -> dict[str, Any]:
    last = clock.today().year
    return _value(person, last - LONGEST + 1, last)


OF_LAST_YEARS = Count("accomplishments", _of_last_years, table=Experience._meta.db_table, per_employer=4)
