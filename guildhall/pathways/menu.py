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
            "pathway-check",
            "pathway-element",
            "program-course",
            "program-course-add",
            "program-course-change",
            "articulations",
            "articulation",
            "articulation-add",
            "articulation-change",
            "certifications",
            "certification-add",
            "certification-change",
            "program-certification-add",
        ),
    ),
    Item(
        Group.WORK_BASED,
        61,
        "enrollment",
        _("Enrollment and credit"),
        "chart",
        needs=Permission.SEE_DIRECTORY,
        within=(
            "enrollment-term",
            "enrollment-term-add",
            "enrollment-term-change",
            "credit-value",
            "credit-rows",
            "credit-rate-add",
            "credit-rate-change",
        ),
    ),
)
