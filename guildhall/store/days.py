"""Days of moments inside statements: those of the region, as `lib.clock` has them outside."""

from typing import Any

from django.db.models import DateField
from django.db.models.functions import TruncDate

from guildhall.lib import clock


def region_day(moment: Any) -> TruncDate:
    """The day of a moment, a column or an expression, in the territory's time zone."""
    return TruncDate(moment, tzinfo=clock.zone(), output_field=DateField())
