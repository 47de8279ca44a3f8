"""In the menu: what was agreed."""

from django.utils.translation import gettext_lazy as _

from guildhall.people.permissions import Permission
from guildhall.ui.menus import Group, Item, Tab

ITEMS = (
    Item(
        Group.REGION,
        50,
        "protocols",
        _("Protocols"),
        "scroll",
        needs=Permission.SEE_DIRECTORY,
        within=(
            "protocol",
            "protocol-changes",
            "protocol-readers",
            "protocol-simulation",
            "protocol-publish",
            "protocol-draft",
        ),
    ),
)

TABS = (
    Tab("protocol", 10, "protocol", _("Text")),
    Tab("protocol", 20, "protocol-changes", _("What changed")),
    Tab("protocol", 30, "protocol-simulation", _("What it would do"), shown="draft"),
    Tab("protocol", 40, "protocol-readers", _("Read and accepted"), shown="published"),
)
