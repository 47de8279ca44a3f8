from guildhall.lib.verdicts import Verdict
from guildhall.people.models import Person
from guildhall.people.permissions import Permission


def can_see(person: Person) -> Verdict:
    """Who sees the web of relations: all of the staff, each over the records that they see (D20)."""
    return person.standing.sees(Permission.SEE_DIRECTORY)
