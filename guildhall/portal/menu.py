"""The employer's front door: its pages, and what stands on its home."""

from django.utils.translation import gettext_lazy as _

from guildhall.portal.queries.logins import logins_of_the_demo
from guildhall.ui.menus import Tab
from guildhall.visitors.doors import Door

DOORS = (
    Door(
        "employer",
        "/employer/",
        "employers.EmployerLogin",
        "portal",
        _("Employers sign in here"),
        _("See what the colleges do with you, set your limits, and offer places."),
        reads=("employer", "contact"),
        demo_logins=logins_of_the_demo,
    ),
)

TABS = (Tab("employer door", 10, "portal", _("Home")),)
