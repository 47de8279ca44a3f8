"""Colleagues who were contacts at employers."""

from collections.abc import Mapping
from typing import Any

from guildhall.employers.models import Contact
from guildhall.relations.actions import say_same_person
from tests.permissions.world.record import Record


def in_the_field(records: Mapping[str, Record]) -> dict[str, Any]:
    """A former contact of each employer is said to be one of those who work with it."""
    found = {}
    for kind, record in records.items():
        contact = Contact.objects.get(pk=record.ids["former"])
        colleague = record.prospect.employer.entered_by
        found[kind] = say_same_person(contact, colleague, by=colleague)
    return {"affiliations": found}
