"""In the menu: what employers ask of us."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from guildhall.enquiries.queries import waiting_for
from guildhall.people.permissions import Permission
from guildhall.ui.menus import Group, Item, Tab

ITEMS = (
    Item(
        Group.EMPLOYERS,
        20,
        "enquiries",
        _("Inquiries"),
        "call",
        needs=Permission.SEE_DIRECTORY,
        count=waiting_for,
        count_words=npgettext_lazy("inquiries", "waits for you", "wait for you"),
        due=True,
        within=(
            "enquiry",
            "enquiry-pick",
            "enquiry-add",
            "enquiry-change",
            "enquiry-lead",
            "enquiries-kept",
        ),
    ),
)

TABS = (Tab("employer", 66, "employer-enquiries", _("Inquiries"), ("employer-enquiry-add",)),)
