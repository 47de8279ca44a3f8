"""Journeys: people walk the product in a real browser, against a real server and database."""

from collections.abc import Callable, Iterator
from typing import Any
from zlib import crc32

import pytest
from playwright.sync_api import Browser

from tests.journeys.walking import PHONE, WIDE, Visitor
from tests.sampling import THOROUGH

Visit = Callable[..., Visitor]


@pytest.fixture
def unset(django_db_blocker: Any) -> Iterator[None]:
    """An installation that nobody has set up, in a database of the test's own."""
    with django_db_blocker.unblock():
        yield


WIDTHS = (WIDE, PHONE)  # a desk and a phone


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A journey is walked at one of the widths, drawn by its name; `script/prove walks` takes both."""
    if "width" in metafunc.fixturenames:
        drawn = WIDTHS[crc32(metafunc.function.__name__.encode()) % 2]
        metafunc.parametrize("width", WIDTHS if THOROUGH else [drawn])


@pytest.fixture
def visit(chromium: Browser, server: str) -> Iterator[Visit]:
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
        visitor = Visitor(context, context.new_page(), server, width)
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
