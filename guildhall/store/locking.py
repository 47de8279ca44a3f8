"""A row that nobody else changes until the transaction ends."""

from typing import Any, TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def locked(model: type[Row], pk: Any = None, *related: str, **where: Any) -> Row:
    """The row of a model by its key, or the only one that fits `where`, locked; what is `related` is read along and not
    locked.

    Raises the model's `DoesNotExist` where there is none, or none that fits `where`.
    """
    rows = model._default_manager.select_for_update(of=("self",))
    if related:
        rows = rows.select_related(*related)
    return rows.get(**where) if pk is None else rows.get(pk=pk, **where)
