"""One browser and one server for each worker: Playwright's loop can live only once in a process."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Chromium as it is installed; without one these tests are skipped."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: nothing can be walked")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of a live server: each request is answered from whatever database the test works in."""
    from django.db import connections
    from pytest_django.live_server_helper import LiveServer

    connections.settings["default"]["CONN_MAX_AGE"] = 0  # the server's threads let go of the database
    with django_db_blocker.unblock():
        live = LiveServer("127.0.0.1")
        yield live.url
        live.stop()
