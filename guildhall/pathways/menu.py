"""In the menu: what the institutions teach."""

from django.utils.translation import gettext_lazy as _

from guildhall.people.permissions import Permission
from guildhall.ui.menus import Group, Item

ITEMS = (
    Item(
        Group.WORK_BASED,
        60,
        "programs",
        _("Programs of study"),
        "training",
        needs=Permission.SEE_DIRECTORY,
        within=(
            "program",
            "program-add",
            "program-change",
            "pathways",
            "pathway",
            "pathway-add",
            "pathway-change",
        ),
    ),
)
