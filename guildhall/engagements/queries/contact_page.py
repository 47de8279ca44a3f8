"""One contact: whether somebody may turn to them today, who is asked first, what they wished and agreed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guildhall.employers.models import Contact, ContactMerge, KeyAccount
from guildhall.employers.queries.contact_merging import agreed_to, merges_of
from guildhall.employers.queries.key_accounts import guards_of
from guildhall.engagements.contact_rules import Answer, Load, may_ask
from guildhall.engagements.models import ContactLimit
from guildhall.lib import clock
from guildhall.people.models import Institution


@dataclass(frozen=True)
class ContactFacts:
    """What stands beside a contact's history."""

    answer: Answer | None  # whether one more contact fits today; None for whoever works nowhere
    load: Load | None  # of the contact alone
    limits: Sequence[ContactLimit]
    guards: Sequence[KeyAccount]
    agreed: Sequence[str]
    merges: Sequence[ContactMerge]


def contact_facts(employer: Any, contact: Contact, house: Institution | None) -> ContactFacts:
    """What somebody of an institution reads before turning to a contact (C10, C11, N3)."""
    answer = may_ask(employer, [contact], clock.today(), institution=house) if house and contact.is_current else None
    return ContactFacts(
        answer=answer,
        load=answer.loads[-1] if answer else None,
        limits=list(ContactLimit.objects.filter(employer=employer.pk, contact=contact)),
        guards=list(guards_of(contact)) if contact.starred else [],
        agreed=agreed_to(contact),
        merges=merges_of(contact),
    )
