"""In the menu: the directory, and an employer's own tabs."""

from django.utils.translation import gettext_lazy as _

from guildhall.people.permissions import Permission
from guildhall.ui.menus import Group, Item, Tab

ITEMS = (
    Item(
        Group.FIRST,
        20,
        "employers",
        _("Employers"),
        "employers",
        needs=Permission.SEE_DIRECTORY,
        within=("ask", "employers-bulk", "employers-bulk-done"),
        tabs_of="employer",
    ),
    Item(Group.EMPLOYERS, 10, "contacts", _("Contacts"), "people", needs=Permission.SEE_DIRECTORY),
    Item(Group.DOCK, 20, "employers", _("Employers"), "employers", needs=Permission.SEE_DIRECTORY),
    Item(
        Group.RECORDS,
        20,
        "duplicates",
        _("Duplicates"),
        "join",
        needs=Permission.MERGE_EMPLOYERS,
        within=(
            "duplicate",
            "employer-merge",
        ),
    ),
)

TABS = (
    Tab(
        "employer",
        22,
        "employer-contacts",
        _("Contacts"),
        (
            "contact-add",
            "contact-change",
            "contact-follow",
            "contact-merge",
        ),
    ),
    Tab(
        "employer",
        70,
        "employer-accounts",
        _("Key account"),
        (
            "key-account-add",
            "key-account-change",
            "touch-point-add",
            "touch-point-change",
            "employer-shown",
        ),
    ),
    Tab("employer", 80, "employer-notes", _("Notes"), ("note-change",)),
    Tab(
        "employer",
        65,
        "employer-about",
        _("About"),
        (
            "employer-change",
            "site-add",
            "site-change",
            "employer-owner",
        ),
    ),
    Tab("employer", 100, "employer-why", _("Why can we see this?")),
)
