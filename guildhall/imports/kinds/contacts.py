"""A list of contacts; each brings its employer along."""

from guildhall.employers.actions.entering import NewContact, NewEmployer, NewSite
from guildhall.imports.columns import CONTACT_FIELDS
from guildhall.imports.kinds import Addition, Values


def person_of(full: str, first: str, last: str) -> NewContact | None:
    """A contact from a name in one or two parts; "Doyle, Hannah" and "Hannah Doyle" are the same person."""
    if last or first:
        return NewContact(family_name=(last or first)[:80], given_name=first[:80] if last else "")
    full = " ".join(full.split())
    if not full:
        return None
    if "," in full:
        family, _comma, given = full.partition(",")
        return NewContact(family_name=family.strip()[:80], given_name=given.strip()[:80])
    given, _space, family = full.rpartition(" ")
    return NewContact(family_name=family[:80], given_name=given[:80])


class ContactsKind:
    """Each row is a person in a position at an employer."""

    fields = CONTACT_FIELDS
    named = "employer_name"

    def title(self, values: Values) -> str:
        """The person and the employer in the row."""
        person = person_of(values.get("full_name", ""), values.get("first_name", ""), values.get("last_name", ""))
        name = f"{person.given_name} {person.family_name}".strip() if person else ""
        return ", ".join(part for part in (name, values.get("employer_name", "")) if part)

    def addition(self, values: Values) -> Addition:
        """The person, and the employer with what the row tells of it."""
        get = values.get
        site = NewSite(
            get("employer_street", ""), get("employer_city", ""), get("employer_state", ""), get("employer_zip", "")
        )
        employer = NewEmployer(
            name=get("employer_name", ""),
            site=site if any((site.street, site.city, site.zip)) else None,
            domain=get("employer_website", "").removeprefix("www."),
            identifiers=[("EIN", get("employer_ein", ""))] if get("employer_ein") else [],
        )
        person = person_of(get("full_name", ""), get("first_name", ""), get("last_name", ""))
        if person:
            person.title, person.email, person.phone = get("title", ""), get("email", ""), get("phone", "")
            employer.contacts.append(person)
        if note := get("notes", ""):
            name = f"{person.given_name} {person.family_name}".strip() if person else ""
            employer.note = f"{name}: {note}" if name else note
        return Addition(employer, list(employer.contacts))
