"""What people are told by e-mail about the contacts whom they protect (C9, N6)."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from guildhall.employers.models import Contact, KeyAccount
from guildhall.outbox.actions import hand_over
from guildhall.people.models import Person
from guildhall.people.queries import territory


def tell_operators(contact: Contact, *, by: Person) -> None:
    """Tell the operators of key accounts that somebody else noted the last day of a contact whom they protect."""
    accounts = KeyAccount.objects.standing().filter(protections__contact=contact).select_related("operator")
    link = settings.PUBLIC_URL + reverse("employer-contacts", args=[contact.employer_id])
    for person in {account.operator for account in accounts} - {by}:
        text = render_to_string(
            "employers/email/departure.txt",
            {"territory": territory(), "person": person, "by": by, "contact": contact, "link": link},
        )
        subject = f"The last day of {contact.name} at {contact.employer.name} was noted"
        key = f"departure:{contact.pk}:{contact.to_date}:{person.pk}"
        hand_over(person.email, subject, text, kind="key account", scope=contact.employer.scope, key=key)
