"""Parents and guardians: who signs for a student under age, and how to reach them."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked
from guildhall.students import rules
from guildhall.students.models import ConsentRequest, Guardian, Registration

COLUMNS = ("name", "relationship", "email", "phone", "language")


@dataclass(frozen=True, slots=True)
class GuardianFacts:
    """A parent or guardian as the institution knows them."""

    name: str
    relationship: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""


@transaction.atomic
def add_guardian(registration: Registration, facts: GuardianFacts, *, by: Person) -> Guardian:
    """Enter a parent or guardian of a student (FERPA)."""
    row = locked(Registration, registration.pk, "institution")
    require(rules.can_change(by, row))
    guardian = Guardian(institution=row.institution, registration=row)
    _set(guardian, facts)
    guardian.save()
    record("add guardian", guardian, by=by, after=_said(guardian), institution=row.institution)
    return guardian


@transaction.atomic
def change_guardian(guardian: Guardian, facts: GuardianFacts, *, version: int, by: Person) -> Guardian:
    """Change what is known of a parent or guardian; a question that went to another address is taken back."""
    row = _held(guardian, version, by)
    before, address = _said(row), row.email
    _set(row, facts)
    row.version += 1
    row.save()
    if row.email.casefold() != address.casefold():
        _take_back_questions(row)
    record("change guardian", row, by=by, before=before, after=_said(row), institution=row.institution)
    return row


@transaction.atomic
def remove_guardian(guardian: Guardian, *, version: int, by: Person) -> None:
    """Take a parent or guardian out; what they signed stands, and what they are still asked is taken back."""
    row = _held(guardian, version, by)
    _take_back_questions(row)
    record("remove guardian", row, by=by, before=_said(row), institution=row.institution)
    row.delete()


def _held(guardian: Guardian, version: int, by: Person) -> Guardian:
    row = locked(Guardian, guardian.pk, "institution")
    require(rules.can_keep(by, row.institution))
    if row.version != version:
        raise Conflict
    return row


def _set(guardian: Guardian, facts: GuardianFacts) -> None:
    for name in COLUMNS:
        setattr(guardian, name, one_line(getattr(facts, name)))
    if not guardian.name:
        refuse("Say what the parent or guardian is called.")


def _take_back_questions(guardian: Guardian) -> None:
    ConsentRequest.objects.waiting().filter(guardian=guardian).update(withdrawn_at=clock.now())


def _said(guardian: Guardian) -> dict[str, Any]:
    return {name: getattr(guardian, name) for name in COLUMNS if getattr(guardian, name)}
