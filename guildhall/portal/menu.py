"""The employer's front door: its pages; for staff, who knocks, and what employers may expect."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from guildhall.people.permissions import Permission
from guildhall.portal.queries.logins import logins_of_the_demo, waiting_for
from guildhall.ui.menus import Group, Item, Tab
from guildhall.visitors.doors import Door

DOORS = (
    Door(
        "employer",
        "/employer/",
        "employers.EmployerLogin",
        "portal",
        _("Employers sign in here"),
        _("See what the colleges do with you, set your limits, and offer places."),
        register="portal-register",
        register_words=_("First time here? Register your company"),
        reads=("employer__holder", "contact"),
        demo_logins=logins_of_the_demo,
    ),
)

TABS = (
    Tab(
        "employer door", 10, "portal", _("Home"), ("portal-record", "portal-correct", "portal-expect", "portal-assess")
    ),
    Tab(
        "employer door",
        20,
        "portal-offers",
        _("Opportunities"),
        ("portal-offer", "portal-offer-add", "portal-offer-change"),
    ),
    Tab(
        "employer door",
        30,
        "portal-students",
        _("Students"),
        ("portal-application", "portal-placement", "portal-evaluate", "portal-paper"),
    ),
    Tab("employer door", 60, "portal-limits", _("Limits")),
    Tab(
        "employer door",
        70,
        "portal-profile",
        _("Profile"),
        ("portal-site", "portal-site-add", "portal-contact"),
    ),
    Tab("employer door", 80, "portal-colleagues", _("Colleagues")),
)

ITEMS = (
    Item(
        Group.EMPLOYERS,
        30,
        "from-employers",
        _("From employers"),
        "people",
        needs=Permission.SEE_DIRECTORY,
        count=waiting_for,
        count_words=npgettext_lazy("registrations", "asks to sign in", "ask to sign in"),
        within=("registration",),
    ),
    Item(
        Group.EMPLOYERS,
        90,
        "expectations",
        _("What employers may expect"),
        "file",
        needs=Permission.SEE_DIRECTORY,
        within=("expectation",),
    ),
)
