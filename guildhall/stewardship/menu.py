"""In the menu: what is kept, and who did what."""

from django.utils.translation import gettext_lazy as _

from guildhall.people.permissions import Permission
from guildhall.ui.menus import Behind, Group, Item

ITEMS = (
    Item(Group.RUNNING, 50, "journal", _("Journal"), "journal", needs=Permission.READ_JOURNAL, within=("accesses",)),
    Item(Group.RUNNING, 60, "running", _("What runs by itself"), "clock", needs=Permission.READ_JOURNAL),
    Item(
        Group.RUNNING,
        70,
        "outbox",
        _("Outgoing e-mail"),
        "mail",
        needs=Permission.READ_OUTBOX,
        within=("outbox-email",),
    ),
    Item(
        Group.RUNNING,
        80,
        "data-requests",
        _("Personal data"),
        "shield",
        needs=Permission.ANSWER_DATA_REQUESTS,
        within=(
            "data-request",
            "data-request-add",
            "inventory",
        ),
    ),
    Item(
        Group.RUNNING,
        81,
        "data-requests",
        _("Personal data"),
        "shield",
        needs=Permission.KEEP_STUDENTS,
        within=("data-request", "inventory"),
        unless=Permission.ANSWER_DATA_REQUESTS,
    ),
    Item(Group.ACCOUNT, 60, "own-data", _("What is kept about you"), "lock"),
)

BEHIND = (Behind("access", ("handovers", "hand-over", "hand-over-plan", "handover", "continuity")),)
