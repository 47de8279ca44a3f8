"""The world of the walks, inside a transaction that is rolled back at the end of the module."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import client

from tests.permissions.world import World, take_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    from django.conf import settings  # after the environment is set

    notes, client.store_rendered_templates = client.store_rendered_templates, lambda *_, **__: None
    kept, settings.FILES = settings.FILES, tmp_path_factory.mktemp("files")
    logging.disable(logging.CRITICAL)  # a line for each of many thousand requests
    with django_db_blocker.unblock(), transaction.atomic():
        yield take_world(settings.FILES)
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    settings.FILES, client.store_rendered_templates = kept, notes


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test of one page is a test of that page's app as well."""
    from tests.permissions.walk import apps_of_pages

    case = getattr(item, "callspec", None)
    if app := apps_of_pages().get(str(case.params.get("name"))) if case else None:
        item.add_marker(pytest.mark.app(app))
