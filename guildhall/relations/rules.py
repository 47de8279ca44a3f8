from guildhall.employers.models import Contact
from guildhall.employers.rules import can_edit
from guildhall.lib.verdicts import Verdict
from guildhall.people.models import Person
from guildhall.people.permissions import Permission


def can_see(person: Person) -> Verdict:
    """Who sees the web of relations: all of the staff, each over the records that they see (D20)."""
    return person.standing.sees(Permission.SEE_DIRECTORY)


def can_note(person: Person, contact: Contact) -> Verdict:
    """Who says that a contact is a colleague as well: whoever edits the employer's contacts (D10)."""
    return can_edit(person, contact.employer)
