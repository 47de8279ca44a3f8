"""Rows of another table beside a row, read in the same statement."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import JSONField


class JSONRows(ArraySubquery):
    """The rows of a subquery of `JSONObject`s as one list: decoded in one go, where an array decodes row by row."""

    template = "to_jsonb(ARRAY(%(subquery)s))"

    @property
    def output_field(self) -> JSONField:  # type: ignore[override]
        return JSONField()
