"""Letters to contacts that no engagement tells of: they count at their employer all the same (N3, M5)."""

from typing import NoReturn
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from guildhall.employers.models import Contact, Employer
from guildhall.employers.queries.contacts import contact_at, contacts_at
from guildhall.engagements import contact_rules
from guildhall.engagements.actions.asking import NotNow
from guildhall.engagements.models import Touch
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.verdicts import refuse
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

NOT_WRITTEN_TO = gettext_noop("This address is not written to now: ask in another way, and note the answer.")


@transaction.atomic
def count_letter(employer: Employer, contact: Contact, *, occasion: UUID, by: Person, institution: Institution) -> None:
    """Count a letter to a contact that no engagement tells of, or raise NotNow where the budget has no room (N3, M5).

    It asks for no right: who writes to an address that somebody gave them need not see whose it is.
    """
    row = locked(Employer, employer.pk)
    answer = contact_rules.may_ask(row, [contact], clock.today(), institution=institution)
    if not answer:
        raise NotNow(answer)
    Touch.objects.create(
        occasion=occasion,
        employer=row,
        contact=contact,
        kind="email",
        on=clock.today(),
        state=Touch.State.MADE,
        by=by,
        institution=institution,
    )


@transaction.atomic
def touch_address(email: str, *, by: Person, institution: Institution) -> None:
    """Count a letter to an address that somebody typed, where it is a contact's; refuses where the rules forbid it.

    Who sees the contact chooses them instead. Who does not see their employer is not told whose address it is.
    """
    if (known := contact_at(email, by)) is not None:
        refuse_address(known)
    for contact in contacts_at(email).with_closed(by):
        if contact.closed:
            refuse(NOT_WRITTEN_TO)
        try:
            count_letter(contact.employer, contact, occasion=new_id(), by=by, institution=institution)
        except NotNow:
            refuse(NOT_WRITTEN_TO)


def refuse_address(contact: Contact) -> NoReturn:
    """Say whose address somebody has typed, so that they choose the contact."""
    who = {"who": contact.name, "employer": contact.employer.name}
    refuse("This is the address of {who}, {employer}: choose them from the search.", **who)
