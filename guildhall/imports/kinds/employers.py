"""A list of employers, perhaps each with a contact."""

from guildhall.employers.actions.entering import NewContact, NewEmployer, NewSite
from guildhall.imports.checking import Problem
from guildhall.imports.columns import EMPLOYER_FIELDS
from guildhall.imports.kinds import Addition, Values
from guildhall.imports.kinds.persons import FRONT_OFFICE, called, of_nobody, people_of, told
from guildhall.imports.people_in_cells import belongs_to

OF_A_PERSON = {"title": "contact_title", "email": "contact_email", "phone": "contact_phone"}


class EmployersKind:
    """Each row is an employer at one site."""

    fields = EMPLOYER_FIELDS
    named = "name"
    grouped = False

    def title(self, values: Values) -> str:
        """The name in the row."""
        return values.get("name", "")

    def problems(self, values: Values) -> list[Problem]:
        """None that shows only in several values together."""
        return []

    def addition(self, values: Values) -> Addition:
        """The employer, its site, names, numbers and contacts."""
        get = values.get
        names = [(kind, get(f"{kind}_name", "")) for kind in ("legal", "trading")]
        numbers = [("EIN", get("ein", "")), ("license", get("license", "")), ("source", get("source_id", ""))]
        street = ", ".join(part for part in (get("street", ""), get("street2", "")) if part)
        site = NewSite(street, get("city", ""), get("state", ""), get("zip", ""), get("phone", ""))
        size = get("size", "")
        counted = size.isdecimal() and len(size) < 8
        notes = [get("notes", "")] + ([f"Number of employees: {size}"] if size and not counted else [])
        employer = NewEmployer(
            name=get("name", ""),
            names=[(kind, name) for kind, name in names if name],
            site=site if any((street, site.city, site.state, site.zip, site.phone)) else None,
            identifiers=[(scheme, value) for scheme, value in numbers if value],
            domain=get("website", "").removeprefix("www."),
            naics=get("naics", ""),
            industry=get("industry", ""),
            staff_count=int(size) if counted else None,
            note="\n".join(note for note in notes if note),
            tags=[tag for tag in get("tags", "").split("; ") if tag],
        )
        employer.contacts = self.people(values)
        return Addition(employer, list(employer.contacts), of_nobody(employer.contacts, values))

    def people(self, values: Values) -> list[NewContact]:
        """The contacts of the row, and the front office where the employer has an address of its own."""
        people = people_of(values, "contact_name", "contact_first_name", "contact_last_name")
        if not people and any(values.get(key) for key in OF_A_PERSON.values()):
            people = [NewContact(family_name=(values.get("contact_title") or FRONT_OFFICE)[:80])]
        told(people, values, OF_A_PERSON)
        email = values.get("email", "")
        if not email or any(person.email.casefold() == email.casefold() for person in people):
            return people
        owner = next((p for p in people if not p.email and (p.family_name == FRONT_OFFICE or _is_of(email, p))), None)
        if owner:
            owner.email = email
        elif not any(person.family_name == FRONT_OFFICE for person in people):
            quiet = "" if people else values.get("do_not_contact", "")  # where nobody is named it is of this address
            people.append(NewContact(family_name=FRONT_OFFICE, email=email, quiet=quiet))
        else:
            people.append(NewContact(family_name=f"{FRONT_OFFICE} (2)", email=email))
        return people


def _is_of(email: str, person: NewContact) -> bool:
    """Whether the only address of a row is that of the person whom it names."""
    return belongs_to(email, called([person]))
