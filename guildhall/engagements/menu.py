"""In the menu: what happens with employers."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, npgettext_lazy

from guildhall.engagements.queries.copies import waiting_copies
from guildhall.engagements.queries.follow_ups import due_now, next_steps
from guildhall.engagements.queries.liaisons import waiting_for
from guildhall.people.permissions import Permission
from guildhall.people.queries.notices import unread
from guildhall.ui.menus import Behind, Beside, Group, Item, Tab

ITEMS = (
    Item(
        Group.FIRST,
        30,
        "follow-ups",
        _("Follow-ups"),
        "check",
        needs=Permission.SEE_DIRECTORY,
        count=due_now,
        count_words=npgettext_lazy("menu", "due", "due"),
        due=True,
        within=(
            "follow-up",
            "follow-ups-kept",
            "follow-ups-none",
        ),
    ),
    Item(
        Group.FIRST,
        35,
        "notices",
        _("Notices"),
        "bell",
        needs=Permission.SEE_DIRECTORY,
        count=unread,
        count_words=npgettext_lazy("menu", "new", "new"),
        within=("notice-choices",),
    ),
    Item(
        Group.EMPLOYERS,
        40,
        "copies",
        _("Copies to log"),
        "mail",
        needs=Permission.RECORD_ENGAGEMENTS,
        count=waiting_copies,
        count_words=npgettext_lazy("copies", "waiting", "waiting"),
        within=("copy",),
        setting="MAIL_IN",
    ),
    Item(Group.EMPLOYERS, 50, "next-opportunities", _("What next"), "arrow", needs=Permission.RECORD_ENGAGEMENTS),
    Item(
        Group.EMPLOYERS,
        70,
        "temperatures",
        _("Temperature"),
        "chart",
        needs=Permission.SEE_DIRECTORY,
        within=("endings",),
    ),
    Item(
        Group.EMPLOYERS,
        60,
        "liaisons",
        _("Ask first"),
        "star",
        needs=Permission.RECORD_ENGAGEMENTS,
        count=waiting_for,
        count_words=ngettext_lazy("request waiting", "requests waiting"),
        within=("liaison",),
    ),
    Item(
        Group.RUNNING,
        100,
        "kinds",
        _("Kinds of engagements"),
        "tag",
        needs=Permission.CHANGE_TERRITORY,
        within=("kind-change",),
    ),
    Item(Group.ACCOUNT, 45, "calendar", _("Your calendar"), "calendar", needs=Permission.SEE_DIRECTORY),
    Item(Group.ACCOUNT, 46, "copy-address", _("Log by e-mail"), "mail", needs=Permission.RECORD_ENGAGEMENTS),
    Item(Group.DOCK, 30, "log", _("Log"), "plus", needs=Permission.RECORD_ENGAGEMENTS),
    Item(Group.DOCK, 40, "follow-ups", _("Follow-ups"), "check", needs=Permission.SEE_DIRECTORY),
)

TABS = (
    Tab(
        "employer",
        20,
        "employer",
        _("Timeline"),
        (
            "engagement",
            "engagement-log",
            "copy-log",
            "engagement-change",
            "timeline-narrow",
            "employer-similar",
        ),
    ),
    Tab("employer", 27, "employer-follow-ups", _("Follow-ups")),
    Tab(
        "employer",
        50,
        "asks",
        _("Asks"),
        (
            "ask-plan",
            "employer-counted",
            "limit-add",
            "limit-change",
            "door-hold",
        ),
    ),
    Tab(
        "employer",
        60,
        "employer-relationship",
        _("Relationship"),
        (
            "red-tape-add",
            "red-tape-change",
            "relationship-end",
            "guest-add",
            "engagement-guest-add",
        ),
    ),
)

BEHIND = (
    Behind("employer-contacts", ("contact-timeline",)),
    Behind("employer-accounts", ("liaison-ask",)),
)

BESIDE = (Beside("employers", next_steps),)
