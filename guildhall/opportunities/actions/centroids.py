"""ZIP codes that the product does not know yet: new ones, and those of places that are nobody's but one's own."""

from collections.abc import Iterable

from django.db import transaction

from guildhall.lib.verdicts import refuse
from guildhall.opportunities.models import Centroid
from guildhall.opportunities.queries.places import zip_of


@transaction.atomic
def load_centroids(rows: Iterable[tuple[str, float, float, str, str]]) -> int:
    """Keep where some ZIP codes are: code, latitude, longitude, city and state; returns how many.

    Raises `Refused` for a code that is none, and for a place that lies nowhere.
    """
    found = []
    for code, latitude, longitude, city, state in rows:
        if not zip_of(code) or not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            refuse("This line is no ZIP code with its latitude and longitude: {line}", line=code)
        details = {"latitude": latitude, "longitude": longitude, "city": city[:60], "state": state[:2]}
        found.append(Centroid(zip=zip_of(code), **details))
    fields = ["latitude", "longitude", "city", "state"]
    Centroid.objects.bulk_create(found, update_conflicts=True, unique_fields=["zip"], update_fields=fields)
    return len(found)
