"""In the menu: what the region has brought about, year by year."""

from django.utils.translation import gettext_lazy as _

from guildhall.people.permissions import Permission
from guildhall.ui.menus import Group, Item

ITEMS = (
    Item(
        Group.REGION,
        57,
        "accomplishments",
        _("Accomplishments"),
        "placements",
        needs=Permission.SEE_DIRECTORY,
        within=("experiences",),
    ),
)
