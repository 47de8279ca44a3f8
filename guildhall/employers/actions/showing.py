"""The e-mail and telephone of a contact, shown to somebody: the one door through which they reach a page or a file."""

from django.db import transaction

from guildhall.audit.recording import accessed
from guildhall.employers import rules
from guildhall.employers.models import Contact
from guildhall.employers.queries.key_accounts import said_today, why_open
from guildhall.employers.queries.standing import left_in_peace
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import ReasonNeeded, no, require
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.people.queries import home_institution


@transaction.atomic
def show_address(contact: Contact, *, by: Person, why: str = "") -> Contact:
    """Show a contact's e-mail and telephone to somebody entitled, and write that they were shown, and why (G1, N6).

    `why` is the person's own word, where the employer is to be left in peace; once a day is enough. Raises
    `ReasonNeeded` without it: at every door, since every door comes through here (B15).
    """
    require(rules.can_show_address(by, contact))
    if peace := left_in_peace(by, contact.employer):
        why = why.strip() or said_today(contact, by)
        if not why:
            raise ReasonNeeded(no(peace))
    else:
        why = ""
    accessed(
        "shown the address of a contact",
        contact,
        by=by,
        detail=f"{contact}, {contact.employer}",
        institution=home_institution(by, Permission.RECORD_ENGAGEMENTS),
        reason=one_line(why)[:300] or why_open(contact, by),
    )
    return contact
