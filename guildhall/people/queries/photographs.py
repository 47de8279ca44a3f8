"""Whose photograph somebody may see."""

from typing import Any

from guildhall.files.models import StoredFile
from guildhall.people.models import Person
from guildhall.people.queries import houses_of_staff


def photo_of(pk: Any, reader: Person) -> StoredFile | None:
    """The photograph of a colleague, for all of the staff; one's own for everybody; else none."""
    person = Person.objects.select_related("photo").exclude(photo=None).filter(pk=pk).first()
    if person is None or not (person.pk == reader.pk or (reader.standing.is_staff and houses_of_staff(person))):
        return None
    return person.photo
