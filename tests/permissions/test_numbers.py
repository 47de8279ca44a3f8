"""Each number that opens leads to exactly its rows: every link that says how many is followed (H5, trap of figures)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import resolve

from guildhall.events.views import published
from tests.permissions.matrix import MATRIX
from tests.permissions.numbers import Counts
from tests.permissions.walk import address, app_of
from tests.permissions.world import World, undone
from tests.sampling import THOROUGH, drawn, taken, whole

pytestmark = pytest.mark.django_db

READERS = ("director", "mesa_wbl", "harbor_wbl", "mesa_admin")
ALWAYS = {"today", "employers", "accomplishments", "outcomes", "initiative", "mailing"}
# Pages whose links begin with a number that counts no rows, each with what it is.
NO_COUNTS = {
    "engagement": "what an engagement is called",
    "agreement-duty": "how far a duty has come, as its page says",
    "enrollment-term": "the years of a term",
    "employer-counted": "how many days are looked at",
    "import": "which row of a list it is",
}
# Pages whose rows are not the whole of what was counted, or more than that, and say so.
WITH_MORE = {
    "attendance": "students that a reader may not see stand as a number",
    "coverage": "beside colleagues with an account stand names in entries",
}


def pages(world: World, who: str) -> Iterator[str]:
    """The pages that somebody may open, of one record each: a share of them, and those of changed apps."""
    for name, page in MATRIX.items():
        kind = next((kind for kind in page.kinds if page.expected(who, "GET", kind) == "ok"), None)
        if kind is None or page.door:
            continue
        url = address(world, name, page, kind)
        if name in ALWAYS or taken(6, "numbers", name) or whole(app_of(url)):
            yield url


def read(world: World, who: str, url: str) -> Counts | None:
    """A page as somebody reads it; nothing where it is no page, or leads on."""
    with undone():
        answer = world.ask(who, "GET", url)
        if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
            return None
        page = Counts(url)
        page.feed(b"".join(answer).decode() if answer.streaming else answer.content.decode())
    return page


def misleading(world: World, who: str, urls: Iterator[str]) -> list[str]:
    """The links that say another number than the rows they lead to."""
    wrong, seen = [], set[str]()
    for url in urls:
        page = read(world, who, url)
        for to, (count, words) in (page.numbers if page else {}).items():
            leads = resolve(to.partition("?")[0]).url_name
            if f"{words} {to}" in seen or leads in NO_COUNTS.keys() | WITH_MORE.keys():
                continue
            seen.add(f"{words} {to}")
            rows = read(world, who, to)
            if rows is not None and not rows.holds(count):
                there = sorted({one.rows for one in rows.lists})
                wrong.append(f"{who}: {url} says “{words}” and leads to {to}, where {there} stand")
    assert seen, f"{who} was shown no number at all"
    return wrong


def test_each_number_opens_into_its_rows(world: World) -> None:
    people = READERS if THOROUGH else drawn(READERS, 1, "numbers")
    wrong = [line for who in people for line in misleading(world, who, pages(world, who))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.always
def test_a_list_that_filters_otherwise_than_its_number_is_found(world: World, monkeypatch) -> None:
    """The control: the list of events begins later than the front page counts."""
    assert misleading(world, "director", iter(["/"])) == []
    monkeypatch.setattr(published, "A_YEAR", timedelta(-1))
    assert ["events/published" in line for line in misleading(world, "director", iter(["/"]))] == [True]


@pytest.mark.parametrize(
    ("page", "count", "holds"),
    [
        ("<ul><li>a<ul><li>b</ul></ul>", 1, True),
        ("<table><thead><tr></thead><tbody><tr><tr></tbody></table>", 2, True),
        ("<table><thead><tr></thead><tbody><tr><tr></tbody></table>", 3, False),
        ("<ul class=a><li></ul><ul class=a><li><li></ul>", 3, True),
        ("<ul class=a><li></ul><ul class=b><li><li></ul>", 3, False),
        ("<ol class=crumbs><li><li></ol>", 2, False),
        ("<ul><li></ul>", 0, False),
        ("<div class=blank></div><ul><li></ul>", 0, True),
        ("<p>2,010 events</p>", 2010, True),
        ("<p>2,010 events</p>", 201, False),
    ],
)
def test_rows_of_a_page_are_counted(page: str, count: int, holds: bool) -> None:
    rows = Counts("/x/")
    rows.feed(f"<main>{page}</main>")
    assert rows.holds(count) is holds


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("2,010 events", 2010),
        ("7", 7),
        ("0 of 6 by March", None),
        ("12:30 p.m.", None),
        ("2026–27, fall", None),
        ("A 3", None),
    ],
)
def test_what_says_how_many(words: str, count: int | None) -> None:
    page = Counts("/x/")
    page.feed(f'<a href="/y/">{words}</a>')
    assert page.numbers.get("/y/", (None,))[0] == count
