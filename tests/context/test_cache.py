"""What libraries count in the cache outlasts a refusal, as our own counts do."""

import contextlib

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import transaction

from guildhall import context


def _undone(write) -> None:
    """Do something in a transaction that fails."""
    with context.begun(), contextlib.suppress(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_what_libraries_count_in_the_cache_outlasts_a_refusal(settings):
    settings.CACHES = {
        "default": {"BACKEND": "guildhall.context.cache.LastingCache", "LOCATION": "django_cache"},
    }
    call_command("createcachetable", verbosity=0)
    cache = caches["default"]
    cache.clear()
    _undone(lambda: cache.set("login", [1, 2]))
    assert cache.get("login") == [1, 2]
    _undone(lambda: cache.delete("login"))
    assert cache.get("login") is None
