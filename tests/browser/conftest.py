"""A real browser against a live server with the committed world behind it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from tests import databases


@pytest.fixture(scope="module")
def site(server: str, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The world of the permission walks, in a database that may be written to: (world, address)."""
    from tests.permissions.world import take_world

    kept, settings.FILES = settings.FILES, tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock():
        databases.use("world", afresh=True)
        yield take_world(settings.FILES), server
    settings.FILES = kept


@pytest.fixture
def sign_in(site: Any, chromium: Any) -> Iterator[Any]:
    """Opens a page as somebody, in a window of some look."""
    from tests.browser.looking import Look, Window

    world, address = site
    windows: list[Window] = []

    def open_as(who: str, look: Look = Look()) -> Window:
        window = Window(chromium, address, world.cookies_of(who), look)
        windows.append(window)
        return window

    yield open_as
    for window in windows:
        window.close()
