"""In the menu: the restricted CRM."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from guildhall.employers.models import Employer
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.prospects import rules
from guildhall.prospects.queries import open_requests
from guildhall.prospects.queries.promotions import undisturbed_promotion
from guildhall.ui.menus import Group, Item, Tab
from guildhall.ui.sections import Section

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


def _of_employer(person: Person, employer: Employer) -> dict[str, Any] | None:
    promotion = undisturbed_promotion(employer) if rules.is_undone_by(person, employer) else None
    return {"promotion": promotion, "pk": employer.pk} if promotion else None


SECTIONS = (Section("employer", 10, "prospects/section_of_employer.html", _of_employer),)
