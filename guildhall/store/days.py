"""Days of moments inside statements: those of the region, as `lib.clock` has them outside."""

from datetime import date
from typing import Any

from django.db.models import DateField
from django.db.models.functions import TruncDate

from guildhall.lib import clock


def region_day(moment: Any) -> TruncDate:
    """The day of a moment, a column or an expression, in the territory's time zone."""
    return TruncDate(moment, tzinfo=clock.zone(), output_field=DateField())


def year_range(year: int) -> tuple[date, date]:
    """The first and the last day of a calendar year."""
    return date(year, 1, 1), date(year, 12, 31)
