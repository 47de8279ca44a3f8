"""Files that nothing refers to any more go, with their content; and which lie in the store without (G7)."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models.signals import post_delete

from guildhall.files import storage
from guildhall.files.actions import place
from guildhall.files.models import StoredFile
from guildhall.lib import clock


def drop(stored: StoredFile) -> None:
    """Let a stored file go, unless something else holds it: once it is certain that what held it is gone."""
    transaction.on_commit(lambda: _drop(stored.pk))


def _drop(pk: UUID) -> None:
    """The database says whether anything holds it, also of what whoever acts does not see."""
    stored = StoredFile.objects.filter(pk=pk).first()
    if stored is None:
        return
    with contextlib.suppress(IntegrityError):  # held
        with transaction.atomic():
            stored.delete()
        storage.delete(place(stored))


def holders() -> list[tuple[type[models.Model], str]]:
    """Each model with its column that refers to stored files."""
    keys = (one for one in StoredFile._meta.get_fields(include_hidden=True) if one.auto_created and one.is_relation)
    return [(one.related_model, one.field.name) for one in keys]  # type: ignore[union-attr,misc]


def watch() -> None:
    """Whatever refers to a file drops it when it is deleted, by itself or with what it hangs on."""
    for model, _name in holders():
        post_delete.connect(_gone, sender=model, dispatch_uid=f"file of {model._meta.label}")


def _gone(sender: type[models.Model], instance: models.Model, **_: Any) -> None:
    for model, name in holders():
        if model is sender and (stored := getattr(instance, name)) is not None:
            drop(stored)


def unheld() -> Iterator[str]:
    """Names of files in the store that no record refers to: what is being uploaded at this moment may be among them."""
    used = set(StoredFile.objects.filter(pk__in=_held()).values_list("stored_as", flat=True))
    for name in storage.names("stored"):
        if name.rpartition("/")[2] not in used:
            yield name


def missing() -> list[str]:
    """Names of files that a record refers to and that are not in the store."""
    return [name for row in StoredFile.objects.filter(pk__in=_held()) if not storage.exists(name := place(row))]


def drop_unheld() -> int:
    """Let go of what nothing has referred to for a day: what a crash left, or an older version of the software."""
    day_ago = clock.now() - timedelta(1)
    rows = list(StoredFile.objects.filter(stored_at__lt=day_ago).exclude(pk__in=_held()))
    for stored in rows:
        drop(stored)
    return len(rows)


def _held() -> set[UUID]:
    """The stored files that a record refers to, of every institution: the caller is a keeper."""
    keys: set[UUID] = set()
    for model, name in holders():
        keys.update(model._base_manager.exclude(**{name: None}).values_list(name, flat=True))
    return keys
