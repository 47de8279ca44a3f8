"""In the menu: one's students, and the caseload."""

from django.utils.translation import gettext_lazy as _

from guildhall.people.permissions import Permission
from guildhall.ui.menus import Group, Item

_PAGES = (
    "student",
    "student-add",
    "student-change",
    "consent-add",
    "consent-ask",
    "consents-asked",
    "guardian-add",
    "guardian-change",
    "case-take",
)

ITEMS = (
    Item(Group.FIRST, 26, "students", _("Students"), "people", needs=Permission.SEE_STUDENTS, within=_PAGES),
    Item(
        Group.FIRST, 28, "students", _("Students"), "people", needs=Permission.TEACH_STUDENTS, within=_PAGES,
        unless=Permission.SEE_STUDENTS,
    ),
    Item(
        Group.FIRST, 29, "caseload", _("Caseload"), "flag", needs=Permission.SEE_STUDENTS, within=("case-change",)
    ),
)  # fmt: skip
