"""Journeys: people walk the product in a real browser, against a real server and database."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.cast import Cast, build_cast
from tests.journeys.walking import PHONE, WIDE, Visitor

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser, started once a module: two of these may not live at the same time."""
    if shutil.which("chromium") is None:
        pytest.skip("chromium is not installed: nothing can be walked")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def town(transactional_db: None, settings: object, tmp_path: object) -> Cast:
    """The fixed cast, written for good, so that the server's threads see it."""
    settings.FILES = tmp_path / "files"  # type: ignore[attr-defined,operator]
    return build_cast()


@pytest.fixture(params=[WIDE, PHONE])
def width(request: pytest.FixtureRequest) -> int:
    """A desk and a phone."""
    return int(request.param)


@pytest.fixture
def visit(chromium: Browser, live_server: object) -> Iterator[Visit]:
    """Open a browser for somebody; at the end nobody's browser may have complained."""
    visitors: list[Visitor] = []

    def visit(person: object = None, *, width: int = WIDE, script: bool = True, language: str = "en-US") -> Visitor:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            has_touch=width == PHONE,
            locale=language,
            accept_downloads=True,
        )
        context.set_default_timeout(10_000)
        visitor = Visitor(context, context.new_page(), live_server.url, width)  # type: ignore[attr-defined]
        visitor.listen()
        visitors.append(visitor)
        if person is not None:
            visitor.sign_in(person)  # type: ignore[arg-type]
        return visitor

    yield visit
    complaints = [c for visitor in visitors for c in visitor.complaints]
    for visitor in visitors:
        visitor.context.close()
    assert complaints == []
