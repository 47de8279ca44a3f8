"""The directory says what it did not look for, rather than showing everything."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_search_that_is_too_long_says_that_nothing_was_searched(cast):
    cast.shared("Kestrel Aerospace")
    teresa = cast.client(cast.mesa_wbl)
    for field in ("q", "place", "tag"):
        page = teresa.get("/employers/", {field: "kestrel " * 50}).content.decode()
        assert "Nothing was searched" in page and "is too long to be looked for" in page, field
        assert "Kestrel Aerospace" not in page, field
    assert "Kestrel Aerospace" in teresa.get("/employers/", {"q": "kestrel"}).content.decode(), "the control"


def test_nor_is_everything_exported_for_it(cast):
    cast.shared("Kestrel Aerospace")
    answer = cast.client(cast.mesa_wbl).post(f"/employers/export/?q={'kestrel' * 50}", {"form": "csv"})
    assert answer.status_code == 403
    assert "nothing exported" in answer.content.decode()


def test_who_may_record_finds_the_log_in_the_top_bar(cast):
    bar = cast.client(cast.mesa_wbl).get("/").content.decode().partition('class="topbar"')[2].partition("<main")[0]
    assert 'href="/log/"' in bar
    bar = cast.client(cast.mesa_instructor).get("/").content.decode().partition('class="topbar"')[2]
    assert 'href="/log/"' not in bar.partition("<main")[0]
