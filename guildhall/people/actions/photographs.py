"""One's own photograph: shown to colleagues, taken away at any time, gone with the person."""

from typing import BinaryIO

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.files.actions import drop, keep
from guildhall.files.photographs import squared
from guildhall.lib.verdicts import require
from guildhall.people import rules
from guildhall.people.models import Person
from guildhall.store.locking import locked


@transaction.atomic
def show_photograph(person: Person, file: BinaryIO, *, by: Person) -> Person:
    """Put a photograph into one's profile; the one before goes. Raises `Refused` for what is no picture."""
    require(rules.can_change_profile(by, person))
    stored = keep([squared(file)], "photograph.jpg")
    saved = locked(Person, person.pk)
    _put(saved, stored)
    record("show photograph", saved, by=by, after={"photograph": "shown"})
    return saved


@transaction.atomic
def remove_photograph(person: Person, *, by: Person) -> Person:
    """Take one's photograph away: the content goes, too."""
    require(rules.can_change_profile(by, person))
    saved = locked(Person, person.pk)
    if saved.photo_id:
        _put(saved, None)
        record("show photograph", saved, by=by, after={"photograph": "removed"})
    return saved


def forget_photograph(person: Person) -> None:
    """The photograph of somebody who is erased goes with its content."""
    if person.photo_id:
        _put(person, None)


def _put(person: Person, stored: object) -> None:
    before = person.photo
    person.photo = stored  # type: ignore[assignment]
    person.save(update_fields=["photo"])
    if before is not None and before != stored:
        drop(before)
