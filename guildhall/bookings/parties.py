"""Who is to come, and who acts for them."""

from dataclasses import dataclass

from guildhall.employers.models import Contact, Employer
from guildhall.people.models import Person
from guildhall.placements.parties import Party
from guildhall.students.models import Registration

Actor = Person | Party  # somebody of the staff; a student or an employer for themselves


@dataclass(frozen=True, slots=True)
class Comer:
    """Who is to come: a student, somebody of the staff, or a person of an employer by name."""

    registration: Registration | None = None
    person: Person | None = None
    employer: Employer | None = None
    contact: Contact | None = None
    name: str = ""
    email: str = ""
