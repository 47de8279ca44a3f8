"""Nothing that somebody wrote, owns or was mailed stands in the log, whoever logs it and whatever fails (G1, R3)."""

import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

import pytest
import structlog
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client

from guildhall.employers.querysets import EmployerQuerySet
from guildhall.project import logs, middleware
from tests.cast import PASSWORD
from tests.permissions.test_canaries import calls
from tests.permissions.world import PHONES, World, canary, undone

pytestmark = pytest.mark.django_db

LINKS = {
    "secret": "ready",
    "done": "done",
    "temperature": "how-is-it-going",
    "guest": "look",
    "own_data": "about-me",
    "welcome": "welcome",
}
PRIVATE = re.compile(r"qx[a-z]+xq|@|\?|\(555\) 010|Mozilla|127\.0\.0\.1")


def out_handler() -> logging.StreamHandler:
    """The one way out of the installation's log, as the settings make it."""
    return next(handler for handler in logging.getLogger().handlers if handler.name == "out")


@contextmanager
def log_of_a_crawl(processors: list | None = None) -> Iterator[io.StringIO]:
    """All that is logged inside, at the most talkative level, as it would go out."""
    handler, written = out_handler(), io.StringIO()
    root, formatter = logging.getLogger(), handler.formatter
    kept = handler.setStream(written), root.level, formatter.processors
    logging.disable(logging.NOTSET)
    root.setLevel(logging.DEBUG)
    formatter.processors = processors or formatter.processors
    try:
        yield written
    finally:
        handler.setStream(kept[0])
        root.setLevel(kept[1])
        formatter.processors = kept[2]
        logging.disable(logging.CRITICAL)


def crawl(world: World) -> set[str]:
    """Pages, searches, links by secret, resets and refusals as several people; returns the secrets that were used."""
    for who in ("director", "mesa_wbl", "harbor_wbl", "anonymous"):
        for _page, method, url, data, _known in islice(calls(world, who, every=True), 0, None, 15):
            with undone():
                world.ask(who, method, url, data, HTTP_USER_AGENT="Mozilla/5.0")
    secrets = {world.more[key] for key in LINKS}
    for key, page in LINKS.items():
        for path in (f"/{page}/{world.more[key]}/", f"/{page}/{world.more[key]}", f"/{page}/{world.more[key]}x/ y/"):
            with undone():
                world.ask("anonymous", "GET", path)
                world.ask("anonymous", "POST", path, {"text": canary("shared", "name"), "act": "none"})
    return secrets | reset(world) | {world.sessions["director"], PASSWORD}


def reset(world: World) -> set[str]:
    """A password is reset by the mailed link, and the link is tried again with a mistake."""
    with undone():
        world.ask("anonymous", "POST", "/account/password/reset/", {"email": world.person("mesa_wbl").email})
        path = re.search(r"(/account/password/reset/key/\S+)", str(mail.outbox[-1].body)).group(1)
        world.ask("anonymous", "GET", path)
        world.ask("anonymous", "POST", path, {"password1": "short"})
        world.ask("anonymous", "GET", f"{path}wrong/")
    return {path.rpartition("key/")[2].strip("/").partition("-")[2]}


def failures(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that fail with words of the record in the error, in Python and in the database; forged and odd requests."""
    word = canary("region", "name")

    def in_python(*_: object) -> None:
        raise ValueError(f"{word} of {PHONES['region']} <someone@canary.example>")

    def in_database(*_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::uuid", [word])

    faults = ((EmployerQuerySet, "visible_to", in_python), (middleware, "note_session", in_database))
    for place, name, failing in faults:
        with undone(), monkeypatch.context() as patch:
            patch.setattr(place, name, failing)
            assert world.ask("director", "GET", f"/employers/?q={word}").status_code == 500
            assert world.ask("director", "GET", f"/employers/{world.records['region'].employer.pk}/").status_code == 500
    strict = Client(enforce_csrf_checks=True)
    strict.post(f"/about-me/{world.more['own_data']}/", {"x": word})
    strict.get(f"/look/{world.more['guest']}/", HTTP_HOST="someone@elsewhere.example")
    strict.get(f"/no/such page {word}/?q={word}")
    library = logging.getLogger("a.library")
    library.warning("%s could not be reached", "someone@canary.example", extra={"to": "someone@canary.example"})
    library.error("at https://x.example/look/%s?key=1", world.more["guest"])
    structlog.get_logger("guildhall").info("sent", to="someone@canary.example", words={"link": f"/look/{'s' * 20}/"})


def told(written: str, secrets: set[str]) -> list[str]:
    """The lines of a log that tell something."""
    lines = written.splitlines()
    return [line for line in lines if PRIVATE.search(line) or any(secret in line for secret in secrets)]


def test_the_log_tells_nothing(world, monkeypatch):
    with log_of_a_crawl() as written:
        secrets = crawl(world)
        failures(world, monkeypatch)
    found = told(written.getvalue(), secrets)
    assert not found, f"{len(found)} lines tell something:\n" + "\n".join(found[:20])
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert len(lines) > 300
    assert {line["event"] for line in lines} >= {"request_started", "request_finished", "request_failed", "sent"}
    text = written.getvalue()
    for needed in ("/look/<str:secret>/", "/employers/<uuid:pk>/", "22P02", "ValueError", "test_logs.py", "<e-mail>"):
        assert needed in text, needed
    assert all(line.get("request_id") for line in lines if line["event"].startswith("request_"))


@pytest.mark.always
@pytest.mark.parametrize("step", ["without_secrets", "error_in_short"])
def test_each_step_of_the_filter_is_needed(world, monkeypatch, step):
    """The control: without it, the same crawl tells something."""
    kept = [one for one in out_handler().formatter.processors if getattr(one, "__name__", "") != step]
    if step == "error_in_short":
        kept.insert(1, structlog.processors.format_exc_info)
    with log_of_a_crawl(kept) as written:
        secrets = {world.more["guest"]} if step == "without_secrets" else set()
        failures(world, monkeypatch)
    assert told(written.getvalue(), secrets)


def test_no_logger_has_a_way_out_of_its_own():
    """One filter for all: a logger with a handler of its own, or that keeps its lines to itself, would pass it by."""
    loggers = [logger for logger in logging.root.manager.loggerDict.values() if isinstance(logger, logging.Logger)]
    own = [
        logger.name
        for logger in loggers
        if [h for h in logger.handlers if not isinstance(h, logging.NullHandler)] or not logger.propagate
    ]
    assert not own
    assert list(settings.LOGGING["handlers"]) == ["out"]
    assert settings.LOGGING["formatters"]["json"]["()"] == f"{logs.formatter.__module__}.formatter"
