"""In the menu: institutions, access and one's own account."""

from django.utils.translation import gettext_lazy as _

from guildhall.people.permissions import Permission
from guildhall.ui.menus import Group, Item

ITEMS = (
    Item(
        Group.REGION,
        60,
        "institutions",
        _("Institutions"),
        "institution",
        needs=Permission.SEE_DIRECTORY,
        within=(
            "institution-add",
            "institutions-load",
            "institution-change",
            "points-of-contact",
            "point-add",
            "point-change",
        ),
    ),
    Item(
        Group.RUNNING,
        30,
        "access",
        _("Access"),
        "access",
        needs=Permission.GRANT_ACCESS,
        within=("access-give", "invite-many", "hand-over-link"),
    ),
    Item(
        Group.TOGETHER,
        40,
        "trainings",
        _("Trainings"),
        "training",
        needs=Permission.SEE_DIRECTORY,
        within=(
            "course-add",
            "course-change",
            "session-add",
            "session",
            "session-change",
            "terms-list",
            "terms",
            "terms-publish",
        ),
    ),
    Item(Group.RUNNING, 110, "settings", _("Settings"), "settings", needs=Permission.CHANGE_TERRITORY, at_root=True),
    Item(Group.ACCOUNT, 5, "profile", _("Your profile"), "people", within=("profile-photograph",)),
    Item(Group.ACCOUNT, 10, "your-access", _("What you may do"), "check"),
    Item(Group.ACCOUNT, 20, "account_change_password", _("Change password"), "access"),
    Item(Group.ACCOUNT, 30, "mfa_index", _("Second factor"), "shield"),
    Item(Group.ACCOUNT, 40, "usersessions_list", _("Where you are signed in"), "eye"),
)
