"""Files that nothing refers to any more go, with their content; and which lie in the store without (G7)."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db import models

from guildhall.files import storage
from guildhall.files.actions import drop, place
from guildhall.files.models import StoredFile
from guildhall.lib import clock


def holders() -> list[tuple[type[models.Model], str]]:
    """Each model with its column that refers to stored files."""
    keys = (one for one in StoredFile._meta.get_fields(include_hidden=True) if one.auto_created and one.is_relation)
    return [(one.related_model, one.field.name) for one in keys]  # type: ignore[union-attr,misc]


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
    """Let go of what nothing refers to, a day after it was uploaded: what was left by a retired record or a crash."""
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
