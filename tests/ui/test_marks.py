"""What a mark means is read without a pointer over it, and a record has six tabs in front."""

import re

import pytest

from guildhall.ui.templatetags.records import pips, split_tabs

pytestmark = pytest.mark.django_db


def test_every_stamp_of_a_page_is_in_words_at_its_foot(cast):
    works = cast.shared("Kestrel Aerospace", holder=cast.mesa, by=cast.mesa_wbl).employer
    for path in ("/", f"/employers/{works.pk}/"):
        page = cast.client(cast.mesa_wbl).get(path).content.decode()
        above, _mark, legend = page.partition('class="legend"')
        for words in set(re.findall(r'<abbr class="stamp[^"]*" title="([^",]+)', above)):
            assert words in legend, (path, words)


class _Request:
    class resolver_match:  # noqa: N801  as Django calls it
        url_name = "employer-why"


class _Tab:
    within = ()

    def __init__(self, name, shown="everybody"):
        self.url_name, self.shown = name, shown


def test_the_present_tab_is_in_front_wherever_its_place_is():
    tabs = [_Tab("prospect", "vetting"), *(_Tab(str(n)) for n in range(6)), _Tab("employer-why"), _Tab("last")]
    split = split_tabs({"request": _Request}, tabs, "last")
    assert [tab.url_name for tab in split["front"]] == ["0", "1", "2", "3", "4", "5", "employer-why"]
    assert [tab.url_name for tab in split["more"]] == ["last", "prospect"]
    assert "prospect" not in {tab.url_name for tab in split_tabs({"request": _Request}, tabs, "")["more"]}
    assert split_tabs({"request": _Request}, tabs, "first")["front"][0].url_name == "prospect"


def test_a_budget_is_counted_in_squares_as_far_as_one_can_count_them():
    assert pips(2, 3).count("<i ") == 3 and pips(2, 3).count("used") == 2
    assert "full" in pips(4, 3)
    assert pips(1, 20) == ""
