"""In the menu: what employers offer."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from guildhall.opportunities.queries.for_students import newest_for
from guildhall.opportunities.queries.searching import waiting_for
from guildhall.people.permissions import Permission
from guildhall.ui.menus import Block, Group, Item, Tab

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
            "opportunity-pick",
            "opportunity-change",
            "opportunity-limit",
        ),
    ),
)

TABS = (
    Tab("employer", 25, "employer-opportunities", _("Opportunities"), ("opportunity-add",)),
    Tab("student door", 20, "student-opportunities", _("Find"), ("student-opportunities-map", "student-opportunity")),
)
BLOCKS = (Block("student door", 20, "opportunities/student_block.html", newest_for),)
