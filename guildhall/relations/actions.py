"""Saying that a contact at an employer and a colleague are one person (D10)."""

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.employers.models import Contact
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.people.queries import houses_of_staff
from guildhall.relations import rules
from guildhall.relations.models import Affiliation
from guildhall.store.locking import locked


@transaction.atomic
def say_same_person(contact: Contact, colleague: Person, *, by: Person) -> Affiliation:
    """Say that a contact is a colleague of ours as well, such as an adjunct who works in the field (D10)."""
    held = locked(Contact, contact.pk, "employer")
    require(rules.can_note(by, held))
    if not (houses := houses_of_staff(colleague)):
        refuse("Only somebody who works at one of our institutions is a colleague.")
    if known := Affiliation.objects.filter(contact=held, person=colleague).first():
        return known
    if Affiliation.objects.filter(contact=held).exists():
        refuse("It is said already of another colleague that this contact is them. Take that back first.")
    row = Affiliation.objects.create(contact=held, person=colleague, noted_by=by, noted_on=clock.today())
    after = {"contact": text_of(held), "colleague": text_of(colleague)}
    record("say contact is colleague", row, by=by, after=after, institution=houses[0])
    return row


@transaction.atomic
def take_back(row: Affiliation, *, by: Person) -> None:
    """Take back that a contact is a colleague."""
    held = locked(Affiliation, row.pk, "contact__employer", "person")
    require(rules.can_note(by, held.contact))
    before = {"contact": text_of(held.contact), "colleague": text_of(held.person)}
    record("take back that contact is colleague", held, by=by, before=before)
    held.delete()
