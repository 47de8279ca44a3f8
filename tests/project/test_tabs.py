"""Where somebody is: the menu's item and the tab stay marked on the pages that belong to them."""

import re

import pytest
from django.urls import get_resolver

from guildhall.ui.menus import items, pages_of, tabs

pytestmark = pytest.mark.django_db


def marked(page):
    return re.findall(r'aria-current="(?:page|true)"[^>]*>\s*(?:<svg.*?</svg>)?\s*([^<]+?)\s*<', page, re.DOTALL)


TABS = {
    "": "Timeline", "contacts/": "Contacts", "ask/": "Asks", "counted/": "Asks", "red-tape/add/": "Relationship",
    "end/": "Relationship", "why/": "Why can we see this?",
}  # fmt: skip


@pytest.mark.parametrize("path", TABS)
def test_the_tab_stays_marked_on_the_pages_behind_it(cast, path):
    works = cast.shared("Kestrel Aerospace").employer
    page = cast.client(cast.mesa_wbl).get(f"/employers/{works.pk}/{path}").content.decode()
    tabs = page[page.index('<nav class="tabs"') :]
    assert [words.split("\n")[0] for words in marked(tabs[: tabs.index("</nav>")])] == [TABS[path]]


@pytest.mark.parametrize("path", ["", "log/", "contacts/add/", "change/", "red-tape/add/"])
def test_the_menu_says_that_it_is_about_employers(cast, path):
    works = cast.shared("Kestrel Aerospace").employer
    page = cast.client(cast.mesa_wbl).get(f"/employers/{works.pk}/{path}").content.decode()
    assert "Employers" in marked(page)


def test_every_page_that_is_named_exists():
    names = {name for of in ("employer", "protocol") for tab in tabs(of) for name in (tab.url_name, *tab.within)}
    names |= {name for item in items() for name in pages_of(item)}
    assert not names - set(get_resolver().reverse_dict)


def test_no_two_items_claim_the_same_place():
    places = [(item.group, item.place) for item in items()] + [
        (tab.of, tab.place) for of in ("employer", "protocol") for tab in tabs(of)
    ]
    assert len(places) == len(set(places))


@pytest.mark.parametrize(
    ("who", "path", "item"),
    [
        ("mesa_admin", "/handover/", "Access"),
        ("administrator", "/institutions/add/", "Institutions"),
        ("director", "/protocols/draft/", "Protocols"),
        ("mesa_wbl", "/activity/", "Today"),
        ("mesa_wbl", "/employers/asked/", "Our new employers"),
    ],
)
def test_the_item_stays_marked_on_the_pages_behind_it(cast, who, path, item):
    assert item in marked(cast.client(cast.people[who]).get(path).content.decode())
