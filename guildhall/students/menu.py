"""In the menu: one's students, and the caseload; and the students' own front door."""

from django.utils.translation import gettext_lazy as _

from guildhall.people.permissions import Permission
from guildhall.students.queries import logins_of_the_demo
from guildhall.ui.menus import Group, Item, Tab
from guildhall.visitors.doors import Door

_PAGES = (
    "student",
    "student-add",
    "student-change",
    "consent-add",
    "consent-ask",
    "consents-asked",
    "students-invite",
    "guardian-add",
    "guardian-change",
    "case-take",
    "students-mine",
    "counselors",
)

ITEMS = (
    Item(Group.WORK_BASED, 26, "students", _("Students"), "people", needs=Permission.SEE_STUDENTS, within=_PAGES),
    Item(
        Group.WORK_BASED, 28, "students", _("Students"), "people", needs=Permission.TEACH_STUDENTS, within=_PAGES,
        unless=Permission.SEE_STUDENTS,
    ),
    Item(
        Group.WORK_BASED, 29, "caseload", _("Caseload"), "flag", needs=Permission.SEE_STUDENTS, within=("case-change",)
    ),
)  # fmt: skip

DOORS = (
    Door(
        "student",
        "/student/",
        "students.StudentLogin",
        "student-home",
        _("Students sign in here"),
        _("Find internships and jobs, see what is held about you, and decide what employers learn."),
        register="student-claim",
        register_words=_("First time here? Sign in with the address that your college or school has of you"),
        demo_logins=logins_of_the_demo,
    ),
)
TABS = (
    Tab("student door", 10, "student-home", _("Start")),
    Tab("student door", 90, "student-record", _("My record"), within=("student-reach", "student-consent")),
)
