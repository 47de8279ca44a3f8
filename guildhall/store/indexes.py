"""Indexes that cost little to write."""

from django.db import models


def index_where_set(field: str, name: str) -> models.Index:
    """An index of a foreign key that few rows have, over those alone; the field itself says `db_index=False`.

    A row that is written anew is written into every index again, but not into those that leave it out.
    """
    return models.Index(fields=[field], condition=models.Q(**{f"{field}__isnull": False}), name=name)
