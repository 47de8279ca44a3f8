"""Deleting many rows with everything that hangs on them, without reading it first."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def delete_rows(model: type[models.Model], keys: Sequence[Any]) -> None:
    """Delete rows of a model by primary key, as its relations say: what cascades goes, what may stay is let go of.

    A row that something else protects makes the database refuse at once, and nothing of it is deleted.
    """
    if not keys:
        return
    _delete(model, model._meta.pk.attname, list(keys))
    with connection.cursor() as cursor:  # else the refusal would come only with the commit
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _delete(model: type[models.Model], column: str, keys: list[Any]) -> None:
    """Delete the rows that have one of `keys` in `column`, after what hangs on them."""
    own = model._meta.pk.attname
    rows = model._base_manager.filter(**{f"{column}__in": keys})
    relations = [r for r in model._meta.related_objects if not r.many_to_many]
    if relations:
        pks = keys if column == own else list(rows.values_list(own, flat=True))
        for relation in relations if pks else ():
            field = relation.field
            if relation.on_delete is models.SET_NULL:
                relation.related_model._base_manager.filter(**{f"{field.attname}__in": pks}).update(
                    **{field.name: None}
                )
            elif relation.on_delete is models.CASCADE:
                _delete(relation.related_model, field.attname, pks)
    for field in model._meta.local_many_to_many:
        through = field.remote_field.through
        _delete(
            through, f"{field.m2m_field_name()}_id", keys if column == own else list(rows.values_list(own, flat=True))
        )
    rows._raw_delete(rows.db)
