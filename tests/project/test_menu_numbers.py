"""The numbers in the menu: counted anew after one's own act, else some seconds old; a page that says no has none."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.lib import clock
from guildhall.people.models import Notice
from guildhall.project import tallies

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings):
    """As outside of tests: numbers are kept for a while."""
    settings.TALLIES_KEPT = 10
    tallies._kept.clear()
    yield settings
    tallies._kept.clear()


def notice(person, key="1"):
    facts = {"event": "test", "words": "Something happened", "path": "/", "about": [], "behind": []}
    Notice.objects.create(person=person, key=key, how="here", at=clock.now(), **facts)


def numbers(page):
    return re.findall(r'<span class="tally[^"]*">\s*(\d+)', page.content.decode())


def counted(queries):
    return any("count(*)" in query["sql"] and "people_notice" in query["sql"] for query in queries)


def test_a_refusal_has_the_menu_and_no_numbers(cast):
    notice(cast.mesa_teacher)
    client = cast.client(cast.mesa_teacher)
    with CaptureQueriesContext(connection) as of_a_page:
        page = client.get("/notices/")
    with CaptureQueriesContext(connection) as of_a_refusal:
        refusal = client.get("/crm/")
    assert refusal.status_code == 403
    assert "<nav" in refusal.content.decode()
    assert not numbers(refusal)
    assert not counted(of_a_refusal)
    assert numbers(page) == ["1"], "the control"
    assert counted(of_a_page), "the control"
    assert numbers(client.get("/notices/")) == ["1"], "and the next page counts again"


def test_whoever_changes_nothing_meets_the_numbers_of_a_moment_ago(cast, kept):
    notice(cast.mesa_teacher)
    client = cast.client(cast.mesa_teacher)
    assert numbers(client.get("/notices/")) == ["1"]
    notice(cast.mesa_teacher, "2")
    with CaptureQueriesContext(connection) as queries:
        assert numbers(client.get("/notices/")) == ["1"]
    assert not counted(queries)
    kept.TALLIES_KEPT = 0
    tallies._kept.clear()
    assert numbers(client.get("/notices/")) == ["2"], "the control"


def test_ones_own_act_is_counted_at_once_whichever_process_answers(cast, kept):
    notice(cast.mesa_teacher)
    client = cast.client(cast.mesa_teacher)
    assert numbers(client.get("/notices/")) == ["1"]
    client.post("/notices/read/")
    assert client.cookies[tallies.ACTED]["max-age"] > kept.TALLIES_KEPT, "it outlasts what any process may have kept"
    assert numbers(client.get("/notices/")) == []


def test_numbers_are_each_persons_own(cast, kept):
    notice(cast.mesa_teacher)
    assert numbers(cast.client(cast.mesa_teacher).get("/notices/")) == ["1"]
    assert numbers(cast.client(cast.mesa_counselor).get("/notices/")) == []


def test_numbers_end(cast, kept, monkeypatch):
    client = cast.client(cast.mesa_teacher)
    now = tallies.monotonic()
    monkeypatch.setattr(tallies, "monotonic", lambda: now)
    assert numbers(client.get("/notices/")) == []
    notice(cast.mesa_teacher)
    monkeypatch.setattr(tallies, "monotonic", lambda: now + 9.9)
    assert numbers(client.get("/notices/")) == []
    monkeypatch.setattr(tallies, "monotonic", lambda: now + 10.1)
    assert numbers(client.get("/notices/")) == ["1"]
