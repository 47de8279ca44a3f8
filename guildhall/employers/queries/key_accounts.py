"""Who is asked first, and who was shown what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from guildhall.audit.models import Access
from guildhall.employers.models import Contact, ContactGrant, ContactMerge, Employer, KeyAccount, TouchPoint
from guildhall.lib import clock
from guildhall.people.models import Institution, Person

CONTACT = Contact._meta.label_lower


def accounts_of(employer: Employer) -> QuerySet[KeyAccount]:
    """The key accounts of an employer that stand, with whom they protect."""
    rows = employer.key_accounts.standing().select_related("institution", "operator", "deputy", "employer")
    return rows.prefetch_related("protections__contact", "contests__by", "contests__institution")


def worked_together(employer: Employer, institution: Institution) -> int:
    """How often an institution, with all below it, was in touch with an employer in a year: what the protocol counts.

    Engagements belong to the app above; their rows hang on the employer, and are counted from there.
    """
    since = clock.today() - timedelta(days=365)
    rows = employer.engagements.filter(meaningful=True, removed_at=None, happened_on__gte=since)
    return int(rows.exclude(kind="act").filter(institution__lineage__contains=[institution.pk]).count())


def in_touch_lately(employer: Employer) -> list[Person]:
    """Who was in touch with an employer in half a year, wherever they work, as far as they see it still."""
    since = clock.today() - timedelta(days=180)
    rows = employer.engagements.filter(removed_at=None, happened_on__gte=since).exclude(kind="act")
    people = Person.objects.filter(is_active=True, pk__in=rows.values("by")).order_by("pk")
    return [one for one in people if Employer.objects.visible_to(one).filter(pk=employer.pk).exists()]


def touch_points_of(employer: Employer) -> QuerySet[TouchPoint]:
    """Who answers for which topic and site of an employer (C13)."""
    return employer.touch_points.standing().select_related("institution", "person", "site", "employer")


def guards_of(contact: Contact) -> QuerySet[KeyAccount]:
    """The key accounts that protect a contact, the oldest first."""
    rows = KeyAccount.objects.standing().filter(protections__contact=contact).distinct()
    return rows.select_related("institution", "operator", "deputy", "employer").order_by("since", "pk")


def operates(person: Person, employer: Employer) -> bool:
    """Whether a person answers for a key account of an employer."""
    return KeyAccount.objects.operated_by(person).filter(employer=employer).exists()


def why_open(contact: Contact, person: Person) -> str:
    """Why a person is shown the details of a protected contact: what the operator agreed to, or being one."""
    guards = list(guards_of(contact))
    if not guards:
        return ""
    if any(person.pk in (g.operator_id, g.deputy_id) for g in guards):
        return _("answers for the key account")
    rows = ContactGrant.objects.filter(contact=contact, person=person, account__in=guards, until__gte=clock.today())
    result = rows.order_by("-until").values_list("reason", flat=True).first()
    return result or ""


def agreed_on(contact: Contact, person: Person, day: date) -> bool:
    """Whether an operator had agreed that a person contacts a protected contact on a day of the past."""
    rows = ContactGrant.objects.filter(contact=contact, person=person, until__gte=day)
    return any(clock.day_of(given) <= day for given in rows.values_list("granted_at", flat=True))


def said_today(contact: Contact, person: Person) -> str:
    """Why a person wanted a contact's details earlier today, in their own words: nobody is asked twice a day (B15)."""
    rows = Access.objects.filter(object_type=CONTACT, object_id=str(contact.pk), person=person.pk)
    rows = rows.filter(at__gte=clock.moment_of(clock.today(), time.min)).exclude(
        reason__in=("", why_open(contact, person))
    )
    return rows.order_by("-at").values_list("reason", flat=True).first() or ""


def closed_addresses(person: Any, addresses: Iterable[str]) -> set[str]:
    """Which of some e-mail addresses are those of protected contacts that a person may not see, lower case."""
    asked = {address.lower() for address in addresses}
    rows = Contact.objects.filter(starred=True).annotate(low=Lower("email")).filter(low__in=asked)
    return set(rows.with_closed(person).filter(closed=True).values_list("low", flat=True)) if asked else set()


@dataclass(frozen=True)
class Reading:
    """One time that somebody was shown the details of a contact."""

    access: Access
    contact: Contact | None


def readings_of(employer: Employer) -> QuerySet[Access]:
    """Each time that the details of one of an employer's contacts were shown: what the employer may be shown (N6)."""
    ids = [str(pk) for pk in employer.contacts.values_list("pk", flat=True)]
    joined = ContactMerge.objects.standing().filter(survivor__employer=employer)
    ids += joined.values_list("moves__contact__id", flat=True)  # who was shown the record that was taken in
    return Access.objects.filter(object_type=CONTACT, object_id__in=ids)


def read_contacts(rows: Iterable[Access]) -> list[Reading]:
    """The same with the contacts that they are about."""
    rows = list(rows)
    result = Contact.objects.in_bulk([UUID(row.object_id) for row in rows])
    return [Reading(row, result.get(UUID(row.object_id))) for row in rows]
