"""In the menu: the home page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from guildhall.dashboards.queries.todo import waiting_today
from guildhall.ui.menus import Group, Item, Tab

ITEMS = (
    Item(
        Group.FIRST,
        10,
        "today",
        _("Today"),
        "today",
        count=waiting_today,
        count_words=npgettext_lazy("menu", "overdue", "overdue"),
        due=True,
        within=(
            "arrange",
            "contact-load",
            "contacts-avoided",
            "burden",
            "employers-new",
            "employers-offering",
            "outcomes",
            "activity",
            "coverage",
        ),
    ),
    Item(Group.DOCK, 10, "today", _("Today"), "today"),
)

TABS = (
    Tab(
        "initiative",
        65,
        "initiative-figures",
        _("Figures"),
        ("initiative-figure", "initiative-enrollment", "initiative-credit"),
    ),
)
