"""The one contact whom a button with one field is about."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from guildhall.employers.models import Contact, Employer
from guildhall.engagements.forms.follow_ups import WhomForm
from guildhall.engagements.queries.follow_ups import reachable
from guildhall.people.models import Person


def whom(request: HttpRequest, employer: Employer, rows: Any) -> Contact | None:
    """One of some contacts by key, or by name of those whom the person may mail; None after a message that says why."""
    typed = request.POST.get("contact", "")
    try:
        key = UUID(typed)
    except ValueError:
        form = WhomForm({"contact": typed}, contacts=reachable(request.user, employer))
        if form.is_valid():
            chosen: Contact = form.cleaned_data["contact"]
            return chosen
        messages.error(request, str(form.errors["contact"][0]))
        return None
    row: Contact = get_object_or_404(rows, pk=key)
    return row


def whom_form(person: Person, employer: Employer, contact: Any = None) -> WhomForm | None:
    """The field for it, with those whom the person may mail; None where there is nobody."""
    contacts = reachable(person, employer)
    return WhomForm(contacts=contacts, initial={"contact": contact}) if contacts else None
