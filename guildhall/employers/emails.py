"""What people are told by e-mail about the contacts whom they protect (C9, N6)."""

from django.conf import settings
from django.urls import reverse

from guildhall.employers.models import Contact, KeyAccount
from guildhall.outbox.actions import hand_over
from guildhall.people.models import Person


def tell_operators(contact: Contact, *, by: Person) -> None:
    """Tell the operators of key accounts that somebody else noted the last day of a contact whom they protect."""
    accounts = KeyAccount.objects.standing().filter(protections__contact=contact).select_related("operator")
    link = settings.PUBLIC_URL + reverse("employer-contacts", args=[contact.employer_id])
    for person in {account.operator for account in accounts} - {by}:
        words = {"person": person, "by": by, "contact": contact, "link": link}
        key, scope = f"departure:{contact.pk}:{contact.to_date}:{person.pk}", contact.employer.scope
        hand_over(person, "employers/email/departure.txt", words, kind="key account", scope=scope, key=key)
