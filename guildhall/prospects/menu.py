"""In the menu: the restricted CRM."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from guildhall.people.permissions import Permission
from guildhall.prospects.queries import open_requests
from guildhall.ui.menus import Group, Item, Tab

ITEMS = (
    Item(
        Group.FIRST,
        21,
        "crm",
        _("Regional CRM"),
        "lock",
        needs=Permission.USE_CRM,
        count=open_requests,
        count_words=ngettext_lazy("request waiting", "requests waiting"),
        within=(
            "crm-list",
            "crm-bulk",
            "crm-bulk-done",
            "prospect",
            "crm-requests",
            "crm-probes",
            "prospect-promote",
        ),
    ),
    Item(
        Group.EMPLOYERS,
        5,
        "held",
        _("Our new employers"),
        "lock",
        needs=Permission.DEVELOP_EMPLOYERS,
        unless=Permission.USE_CRM,
        within=("prospect", "prospect-promote", "asked"),
    ),
    Item(
        Group.REGION,
        25,
        "exceptions",
        _("Exceptions"),
        "eye",
        needs=Permission.SEE_DIRECTORY,
        within=("exception", "audience", "audience-done"),
    ),
)

TABS = (Tab("employer", 10, "prospect", _("Vetting"), shown="vetting"),)
