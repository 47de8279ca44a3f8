"""In the menu: lists of employers."""

from django.utils.translation import gettext_lazy as _

from guildhall.people.permissions import Permission
from guildhall.ui.menus import Group, Item

ITEMS = (
    Item(
        Group.RECORDS,
        10,
        "imports",
        _("Imports"),
        "upload",
        needs=Permission.IMPORT_LISTS,
        within=(
            "import",
            "import-columns",
            "import-grid",
        ),
    ),
    Item(
        Group.RECORDS,
        12,
        "people-lists",
        _("Lists of people"),
        "upload",
        needs=Permission.KEEP_STUDENTS,
        within=("people-list", "people-list-columns"),
    ),
)
