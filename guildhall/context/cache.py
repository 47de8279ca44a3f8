"""The cache that all processes share. Libraries count in it, so what they count outlasts a refusal as ours does."""

from typing import Any

from django.core.cache.backends.db import DatabaseCache

from guildhall.context import lasting


class LastingCache(DatabaseCache):
    """Django's cache in the database, whose writes stand even when what surrounds them is undone."""

    def _base_set(self, *args: Any, **kwargs: Any) -> bool:
        base = super()._base_set  # type: ignore[misc]
        return bool(lasting(lambda: base(*args, **kwargs)))

    def _base_delete_many(self, keys: Any) -> bool:
        base, known = super()._base_delete_many, list(keys)  # type: ignore[misc]
        return bool(lasting(lambda: base(known)))
