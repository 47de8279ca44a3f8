"""A list of contacts; each brings its employer along."""

from guildhall.employers.actions.entering import NewContact, NewEmployer, NewSite
from guildhall.imports.checking import Problem
from guildhall.imports.columns import CONTACT_FIELDS
from guildhall.imports.kinds import Addition, Values
from guildhall.imports.kinds.persons import FRONT_OFFICE, called, of_nobody, people_of, told
from guildhall.lib.sentences import phrase

NO_NUMBERS = phrase("The record keeps no numbers of people.")
OF_A_PERSON = {"title": "title", "email": "email", "phone": "phone"}


class ContactsKind:
    """Each row is a person in a position at an employer."""

    fields = CONTACT_FIELDS
    named = "employer_name"
    grouped = True

    def title(self, values: Values) -> str:
        """The person and the employer in the row."""
        return ", ".join(part for part in (called(self.people(values)), values.get("employer_name", "")) if part)

    def people(self, values: Values) -> list[NewContact]:
        """Whom the row names; a desk by its title, or as the front office."""
        people = people_of(values, "full_name", "first_name", "last_name")
        if not people and any(values.get(key) for key in OF_A_PERSON):
            people = [NewContact(family_name=(values.get("title") or FRONT_OFFICE)[:80])]
        told(people, values, OF_A_PERSON)
        return people

    def problems(self, values: Values) -> list[Problem]:
        """None that shows only in several values together."""
        return []

    def addition(self, values: Values) -> Addition:
        """The person, and the employer with what the row tells of it."""
        get = values.get
        site = NewSite(
            get("employer_street", ""), get("employer_city", ""), get("employer_state", ""), get("employer_zip", "")
        )
        employer = NewEmployer(
            name=get("employer_name", ""),
            site=site if any((site.street, site.city, site.state, site.zip)) else None,
            domain=get("employer_website", "").removeprefix("www."),
            identifiers=[("EIN", get("employer_ein", ""))] if get("employer_ein") else [],
        )
        employer.contacts = self.people(values)
        if note := get("notes", ""):
            name = called(employer.contacts)
            employer.note = f"{name}: {note}" if name else note
        left = [("source_id", number, NO_NUMBERS)] if (number := get("source_id")) else []
        return Addition(employer, list(employer.contacts), left + of_nobody(employer.contacts, values))
