"""Exceptions to who sees a shared employer: changed, extended, lifted, each with its reason and told (B4)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.actions import posting
from guildhall.employers.models import Designation, Employer
from guildhall.engagements.actions.recording import note_acts
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Institution, Person
from guildhall.prospects import emails, rules
from guildhall.store.locking import locked


@transaction.atomic
def change_exception(
    designation: Designation, audience: Sequence[Institution], *, reason: str, until: date | None, by: Person
) -> Designation:
    """Name other institutions, another day or another reason; what stood before stays as history (B4).

    Whoever sees the employer from now on, or no longer, is told. One that was changed meanwhile has ended: refused.
    """
    found = _locked(designation)
    require(rules.can_change_exception(by, found))
    clause = rules.exception_clause(found.employer.holder)
    require(rules.can_except(by, clause, audience, reason, until))
    before = _said(found)
    saw = emails.seeing(found.employer)
    why, now = reason.strip()[:300], clock.now()
    new = posting.designate(found.employer, audience, clause=clause, reason=why, until=until, by=by, at=now)
    place = found.employer.holder
    record("change exception", found.employer, by=by, before=before, after=_said(new), reason=why, institution=place)
    emails.tell_exception(new, saw, by=by)
    return new


@transaction.atomic
def lift_exception(designation: Designation, *, reason: str, by: Person) -> None:
    """End an exception before its day: from now on the employer is seen as the protocol says (B4)."""
    found = _locked(designation)
    require(rules.can_change_exception(by, found))
    if not reason.strip():
        refuse("Say why the exception ends.")
    employer, saw = found.employer, emails.seeing(found.employer)
    posting.lift(employer, at=clock.now())
    note_acts([employer.pk], "The exception to who sees it is lifted", body=reason.strip(), by=by,
              institution=employer.holder)  # fmt: skip
    record("lift exception", employer, by=by, before=_said(found), reason=reason.strip()[:300],
           institution=employer.holder)  # fmt: skip
    emails.tell_exception(found, saw, by=by)


def _locked(designation: Designation) -> Designation:
    employer = locked(Employer, designation.employer_id, "holder", "prospect")
    found = locked(Designation, designation.pk)
    found.employer = employer
    return found


def _said(row: Designation) -> dict[str, Any]:
    names = sorted(row.institutions.values_list("name", flat=True))
    return {"audience": names, "until": row.until, "reason": row.reason}
