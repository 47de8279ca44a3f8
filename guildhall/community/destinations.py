"""The pages of the product that a step of a process map may lead to: their names, words and icons."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.ui.menus import items

DESTINATIONS: dict[str, tuple[Any, str]] = {
    "today": (_("Today"), "today"),
    "employers": (_("Employers"), "employers"),
    "employer-add": (_("Add an employer"), "plus"),
    "crm": (_("Regional CRM"), "lock"),
    "held": (_("Our new employers"), "lock"),
    "duplicates": (_("Duplicates"), "join"),
    "imports": (_("Imports"), "upload"),
    "log": (_("Log an engagement"), "plus"),
    "follow-ups": (_("Follow-ups"), "check"),
    "follow-ups-kept": (_("Promises kept"), "chart"),
    "next-opportunities": (_("What next"), "arrow"),
    "liaisons": (_("Ask first"), "star"),
    "temperatures": (_("Temperature"), "chart"),
    "protocols": (_("Protocols"), "scroll"),
    "points-of-contact": (_("Points of contact"), "people"),
    "trainings": (_("Trainings"), "training"),
    "handovers": (_("Handovers"), "people"),
    "challenges": (_("Community of practice"), "people"),
}
# What one needs to go there, where that is not said in the menu.
NEEDS = {"employer-add": Permission.DEVELOP_EMPLOYERS, "log": Permission.RECORD_ENGAGEMENTS}


def destinations_of(person: Person) -> dict[str, tuple[Any, str]]:
    """Those that are open to a person: a step leads nobody to a page that refuses them."""
    needs = {item.url_name: item.needs for item in items()} | NEEDS
    return {name: told for name, told in DESTINATIONS.items() if not needs.get(name) or person.may(needs[name])}
