"""In the menu: what employers offer."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from guildhall.opportunities.queries.finding import found_by_words
from guildhall.opportunities.queries.for_students import newest_for
from guildhall.opportunities.queries.kept_searches import new_in_searches
from guildhall.opportunities.queries.searching import waiting_for
from guildhall.people.permissions import Permission
from guildhall.ui.menus import Block, Finds, Group, Item, OpenPage, Tab

OPEN_PAGES = (OpenPage(10, "opportunities-open", _("Open opportunities")),)
ITEMS = (
    Item(
        Group.FIRST,
        22,
        "opportunities",
        _("Opportunities"),
        "opportunities",
        needs=Permission.SEE_DIRECTORY,
        count=waiting_for,
        count_words=npgettext_lazy("opportunities", "waits for your approval", "wait for your approval"),
        within=(
            "opportunity",
            "opportunities-map",
            "opportunities-approval",
            "opportunities-ours",
            "opportunities-limited",
            "refusal-reasons",
            "refusal-reason-change",
            "opportunity-pick",
            "opportunity-change",
            "opportunity-limit",
        ),
    ),
)

TABS = (
    Tab("employer", 25, "employer-opportunities", _("Opportunities"), ("opportunity-add",)),
    Tab(
        "student door",
        20,
        "student-opportunities",
        _("Find"),
        (
            "student-opportunities-map",
            "student-opportunity",
            "student-searches",
            "student-search-keep",
            "student-search-change",
        ),
    ),
)
BLOCKS = (
    Block("student door", 18, "opportunities/student_new.html", new_in_searches),
    Block("student door", 20, "opportunities/student_block.html", newest_for),
)
FINDS = (
    Finds(
        10,
        "opportunities",
        _("Opportunities"),
        "opportunities",
        found_by_words,
        "opportunities",
        _("All of them in the list of opportunities"),
    ),
)
