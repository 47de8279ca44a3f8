"""In the menu: what people decide and improve together."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from guildhall.community.queries import look_again
from guildhall.community.queries.announcing import to_pass_on
from guildhall.people.permissions import Permission
from guildhall.ui.menus import Group, Item

ITEMS = (
    Item(
        Group.TOGETHER,
        10,
        "challenges",
        _("Community"),
        "meeting",
        needs=Permission.SEE_DIRECTORY,
        count=look_again,
        count_words=ngettext_lazy("decision to look at again", "decisions to look at again"),
        within=(
            "challenge",
            "challenge-raise",
            "participation",
            "challenge-change",
            "challenge-decide",
            "contribution",
            "decision",
        ),
    ),
    Item(
        Group.TOGETHER,
        15,
        "announcements",
        _("News"),
        "mail",
        needs=Permission.SEE_DIRECTORY,
        count=to_pass_on,
        count_words=ngettext_lazy("piece of news to pass on", "pieces of news to pass on"),
        within=("announcement", "announcement-add", "announcement-change"),
    ),
    Item(
        Group.TOGETHER,
        20,
        "processes",
        _("How we work"),
        "join",
        needs=Permission.SEE_DIRECTORY,
        within=(
            "process",
            "process-add",
            "process-change",
            "step-add",
            "step-change",
            "step-refine",
            "step-branches",
            "process-connections",
            "process-version",
        ),
    ),
    Item(
        Group.TOGETHER,
        25,
        "adoption",
        _("Adoption"),
        "check",
        needs=Permission.SEE_DIRECTORY,
        within=("adoption-of", "adoption-agree", "adoption-clause"),
    ),
    Item(
        Group.TOGETHER,
        30,
        "improvements",
        _("Improvements"),
        "bookmark",
        needs=Permission.SEE_DIRECTORY,
        within=(
            "improvement",
            "improvement-add",
            "super-users",
            "super-user",
        ),
    ),
    Item(Group.ACCOUNT, 50, "news", _("What is new"), "info"),
)
