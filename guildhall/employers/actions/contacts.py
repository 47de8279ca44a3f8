"""People at an employer: whom to ask first, and following one who leaves."""

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers import rules
from guildhall.employers.actions.editing import locked_to_edit
from guildhall.employers.actions.entering import renew_derived
from guildhall.employers.models import Contact, Employer
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.outbox.actions.returning import settle_returned
from guildhall.people.models import Person
from guildhall.store.locking import locked


@transaction.atomic
def ask_first_of(contact: Contact, *, by: Person) -> None:
    """Make a contact the first person to ask, or nobody in particular where it is that already."""
    employer = locked_to_edit(contact.employer, by)
    contact = locked(Contact, contact.pk, employer=employer)
    primary = not contact.primary
    if primary:
        employer.contacts.exclude(pk=contact.pk).update(primary=False)
    contact.primary = primary
    contact.version += 1
    contact.save(update_fields=["primary", "version"])
    record("save contact", contact, by=by, before={"primary": not primary}, after={"primary": primary})


@transaction.atomic
def note_mail_works(contact: Contact, *, by: Person) -> None:
    """Somebody has looked: the address to which e-mail came back is right, and may be written to again."""
    contact = locked(Contact, contact.pk, employer=locked_to_edit(contact.employer, by))
    if contact.email_failed_at is None:
        return
    before, contact.email_failed_at = contact.email_failed_at, None
    contact.save(update_fields=["email_failed_at"])
    settle_returned(contact.email)
    record("note mail works", contact, by=by, before={"email_failed_at": before.isoformat()}, after={})


@transaction.atomic
def follow_contact(contact: Contact, employer: Employer, *, title: str = "", by: Person) -> Contact:
    """Enter somebody who left one employer at another one: a new position, linked with the one before.

    What was known at the old place stays there: neither address nor permission goes along.
    """
    require(rules.can_edit(by, contact.employer))
    saved_employer = locked_to_edit(employer, by)
    if saved_employer.pk == contact.employer_id:
        refuse("Choose the employer where {who} works now.", who=contact.name)
    if contact.to_date is None or contact.to_date > clock.today():
        refuse("{who} has not left. Note that first.", who=contact.name)
    if saved_employer.contacts.current().filter(followed_from=contact).exists():
        refuse("{who} is named at {employer} already.", who=contact.name, employer=saved_employer)
    names = {"given_name": contact.given_name, "family_name": contact.family_name}
    names["title"] = one_line(title)[:120]
    new = Contact(employer=saved_employer, followed_from=contact, from_date=clock.today(), **names)
    new.save()
    renew_derived([saved_employer.pk])
    scope = saved_employer.scope | contact.scope
    record("follow contact", new, by=by, after=names | {"followed_from": str(contact.pk)}, scope=scope)
    return new
