"""Where a ZIP code is, by the table that ships with the product."""

from guildhall.opportunities.distances import Point
from guildhall.opportunities.models import Centroid


def point_of(text: str) -> Point | None:
    """The middle of a ZIP code, of which only the first five digits are read; None where there is no such."""
    code = zip_of(text)
    row = Centroid.objects.filter(pk=code).first() if code else None
    return Point(row.latitude, row.longitude) if row else None


def zip_of(text: str) -> str:
    """The five digits of a ZIP code, or nothing."""
    digits = text.strip()[:5]
    return digits if len(digits) == 5 and digits.isdigit() else ""
