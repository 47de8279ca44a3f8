"""In the menu: the restricted CRM."""

from django.utils.translation import gettext_lazy as _

from guildhall.people.permissions import Permission
from guildhall.prospects.queries import open_requests
from guildhall.ui.menus import Group, Item, Tab

ITEMS = (
    Item(
        Group.REGION,
        10,
        "crm",
        _("Regional CRM"),
        "lock",
        needs=Permission.USE_CRM,
        count=open_requests,
        count_words=_("requests waiting"),
        within=(
            "crm-list",
            "prospect",
            "crm-requests",
            "crm-probes",
            "prospect-promote",
        ),
    ),
    Item(
        Group.REGION,
        20,
        "held",
        _("Our new employers"),
        "lock",
        needs=Permission.DEVELOP_EMPLOYERS,
        unless=Permission.USE_CRM,
        within=("prospect", "prospect-promote", "asked"),
    ),
)

TABS = (Tab("employer", 10, "prospect", _("Vetting"), shown="vetting"),)
