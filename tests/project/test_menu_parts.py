"""The menu shows about a dozen things at once; the rest is folded, and everything stays within reach."""

import re

import pytest

from tests.project.test_breadcrumbs import menu_of

pytestmark = pytest.mark.django_db
MOST = 13


def at_once(page):
    """What of the menu stands in sight: entries and headings of parts, without what is folded."""
    menu = re.search(r'<nav class="nav".*?</nav>', page, re.DOTALL)[0]
    open_to_all = re.sub(r"<details>\s*(<summary>.*?</summary>).*?</details>", r"\1", menu, flags=re.DOTALL)
    return re.findall(r"<a |<summary>", open_to_all)


def test_a_dozen_things_at_once(cast):
    for name in ("administrator", "director", "mesa_wbl", "mesa_admin", "mesa_teacher"):
        client = cast.client(cast.people[name])
        page = client.get("/").content.decode()
        assert len(at_once(page)) <= MOST, name
        assert len(menu_of(client)) >= len(at_once(page)) - 6, "nothing is left out"
    assert len(at_once(page.replace("<details>", "<details open>"))) > MOST, "the control: unfolded"


def test_the_part_of_the_page_on_screen_is_open(cast):
    page = cast.client(cast.director).get("/protocols/").content.decode()
    part = re.search(r"<details open>(.*?)</details>", page, re.DOTALL)[1]
    assert 'href="/protocols/"' in part
    assert 'aria-current="page"' in part


def test_a_folded_part_says_what_waits_in_it(cast):
    """And a part of one entry is that entry."""
    page = cast.client(cast.mesa_teacher).get("/").content.decode()
    assert all(summary.count("<a ") != 1 for summary in re.findall(r"<details.*?</details>", page, re.DOTALL))
