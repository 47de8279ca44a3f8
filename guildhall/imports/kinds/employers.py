"""A list of employers, perhaps each with a contact."""

from guildhall.employers.actions.entering import NewContact, NewEmployer, NewSite
from guildhall.imports.columns import EMPLOYER_FIELDS
from guildhall.imports.kinds import Addition, Values
from guildhall.imports.kinds.contacts import person_of


class EmployersKind:
    """Each row is an employer at one site."""

    fields = EMPLOYER_FIELDS
    named = "name"

    def title(self, values: Values) -> str:
        """The name in the row."""
        return values.get("name", "")

    def addition(self, values: Values) -> Addition:
        """The employer, its site, names, numbers and contact."""
        get = values.get
        names = [(kind, get(f"{kind}_name", "")) for kind in ("legal", "trading")]
        identifiers = [("EIN", get("ein", "")), ("license", get("license", ""))]
        street = ", ".join(part for part in (get("street", ""), get("street2", "")) if part)
        site = NewSite(street[:200], get("city", ""), get("state", ""), get("zip", ""), get("phone", ""))
        size = get("size", "")
        employer = NewEmployer(
            name=get("name", ""),
            names=[(kind, name) for kind, name in names if name],
            site=site if any((street, site.city, site.zip, site.phone)) else None,
            identifiers=[(scheme, value) for scheme, value in identifiers if value],
            domain=get("website", "").removeprefix("www."),
            naics=get("naics", ""),
            industry=get("industry", ""),
            staff_count=int(size) if size.isdecimal() and len(size) < 8 else None,
            note=get("notes", ""),
            tags=[tag for tag in get("tags", "").split("; ") if tag],
        )
        person = person_of(get("contact_name", ""), "", "")
        if person:
            person.title, person.email, person.phone = (get(f"contact_{k}", "") for k in ("title", "email", "phone"))
            employer.contacts.append(person)
        elif email := get("email", ""):
            employer.contacts.append(NewContact(family_name="Front office", email=email))
        return Addition(employer, list(employer.contacts))
