"""Taking red tape off an employer's hands: what, by whom, until when (F22)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.employers.models import Employer
from guildhall.engagements import rules
from guildhall.engagements.models import RedTape
from guildhall.lib import clock
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

YEARS = 10  # no certificate is written for longer


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken care of, how, and until when it is valid."""

    kind: str
    what: str
    until: date | None = None


@transaction.atomic
def take_off(employer: Employer, said: Taken, *, by: Person, institution: Institution) -> RedTape:
    """Note that an institution sees to something for an employer, so that the employer need not (F22)."""
    saved_employer = locked(Employer, employer.pk)
    require(rules.can_plan_ask(by, saved_employer))
    _check(said)
    row = RedTape(employer=saved_employer, person=by, institution=institution, made_at=clock.now())
    _write(row, said)
    record("ease", row, by=by, institution=institution, after=_told(row))
    return row


@transaction.atomic
def change(tape: RedTape, said: Taken, *, version: int, by: Person) -> RedTape:
    """Say anew what is taken care of, such as a certificate for another year; who changes it sees to it from now on.

    Raises `Conflict` where somebody changed it meanwhile.
    """
    row = _locked(tape, version, by)
    _check(said)
    before = _told(row)
    row.version += 1
    row.person = by
    _write(row, said)
    record("change red tape", row, by=by, institution=row.institution, before=before, after=_told(row))
    return row


@transaction.atomic
def end(tape: RedTape, *, reason: str, version: int, by: Person) -> None:
    """Say that it is taken care of no longer, and why. Raises `Conflict` where somebody changed it meanwhile."""
    row = _locked(tape, version, by)
    if not reason.strip():
        refuse("Say why: the employer may have to see to it now.")
    row.version += 1
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at", "version"])
    record("end red tape", row, by=by, institution=row.institution, before=_told(row), reason=reason.strip()[:300])


def _locked(tape: RedTape, version: int, by: Person) -> RedTape:
    row = locked(RedTape, tape.pk, "employer", "institution")
    require(rules.can_change_red_tape(by, row))
    if row.version != version:
        raise Conflict
    return row


def _check(said: Taken) -> None:
    if said.kind not in RedTape.Kind:
        refuse("Choose what is taken care of.")
    if not said.what.strip():
        refuse("Say how it is taken care of.")
    if said.until and said.until > clock.today() + timedelta(366 * YEARS):
        refuse("Choose a day within the next ten years.")


def _write(row: RedTape, said: Taken) -> None:
    row.kind, row.what, row.until = said.kind, said.what.strip()[:300], said.until
    row.save()


def _told(row: RedTape) -> dict[str, Any]:
    return {"kind": row.kind, "what": row.what, "until": row.until, "seen to by": text_of(row.person)}
