"""What an employer says is wrong goes to an institution, and is settled there (N19)."""

from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.models import EmployerLogin
from guildhall.employers.rules import can_speak_for
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, TooOften, refuse, require
from guildhall.people.actions.allowances import Limit
from guildhall.people.models import Institution, Person
from guildhall.portal import emails, rules
from guildhall.portal.models import Correction, Expectation
from guildhall.store.locking import locked

SAID = Limit("corrections by employers", 30, 3600)


@transaction.atomic
def correct(kind: str, words: str, institution: Institution, *, by: EmployerLogin) -> Correction:
    """An employer says that the wrong person is asked, or that something about it is not so (N19)."""
    require(can_speak_for(by, by.employer))
    if not (verdict := SAID.take(by.employer_id)):
        raise TooOften(verdict, SAID.wait)
    if kind == Correction.Kind.FACT and not words.strip():
        refuse("Say what is right instead.")
    facts: dict[str, Any] = {"kind": kind, "words": words.strip()[:500], "said_at": clock.now()}
    row = Correction.objects.create(employer=by.employer, institution=institution, login=by, **facts)
    record("correct", row, by=by, after={"kind": kind, "words": row.words}, institution=institution)
    emails.tell_correction(row)
    return row


@transaction.atomic
def settle(row: Correction, *, by: Person) -> None:
    """Somebody of the staff has put it right (N19)."""
    found = locked(Correction, row.pk, "employer")
    require(rules.can_settle(by, found))
    found.settled_at, found.settled_by = clock.now(), by
    found.version += 1
    found.save(update_fields=["settled_at", "settled_by", "version"])
    record("settle correction", found, by=by, institution=found.institution)


@transaction.atomic
def keep_expectation(institution: Institution, values: dict[str, str], *, version: int, by: Person) -> Expectation:
    """Keep what employers may expect of an institution (N19)."""
    require(rules.can_keep_expectation(by, institution))
    row, before = _expectation_of(institution, version)
    for name, value in values.items():
        setattr(row, name, value.strip())
    row.kept_at, row.kept_by = clock.now(), by
    row.version += 1
    row.save()
    record("keep expectation", row, by=by, before=before, after=values, institution=institution)
    return row


def _expectation_of(institution: Institution, version: int) -> tuple[Expectation, dict[str, str] | None]:
    row = Expectation.objects.select_for_update().filter(institution=institution).first()
    if row is None:
        return Expectation(institution=institution, version=0), None
    if row.version != version:
        raise Conflict
    names = ("hours", "ages", "transport", "calendar", "insurance", "promise")
    return row, {name: getattr(row, name) for name in names}
