"""A real browser against a live server: one browser, one server and one committed world a module."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The world of the permission walks, committed, behind a live server: (world, address)."""
    from pytest_django.live_server_helper import LiveServer

    from tests.permissions.world import build_world

    kept, settings.FILES = settings.FILES, tmp_path_factory.mktemp("files")
    connection.settings_dict["CONN_MAX_AGE"] = 0  # the server's threads let go of the database
    with django_db_blocker.unblock():
        world = build_world()
        server = LiveServer("127.0.0.1")
        try:
            yield world, server.url
        finally:
            server.stop()
            call_command("flush", interactive=False, verbosity=0)
            settings.FILES = kept


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium as it is installed; without one these tests are skipped."""
    if CHROMIUM is None:
        pytest.skip("no chromium is installed: pages were not walked in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield found
        found.close()


@pytest.fixture
def sign_in(site: Any, browser: Any) -> Iterator[Any]:
    """Opens a page as somebody, in a window of some width and scheme."""
    from tests.browser.looking import Window

    world, address = site
    windows: list[Window] = []

    def open_as(who: str, *, width: int = 1280, scheme: str = "light") -> Window:
        window = Window(browser, address, world.sessions.get(who), width=width, scheme=scheme)
        windows.append(window)
        return window

    yield open_as
    for window in windows:
        window.close()
