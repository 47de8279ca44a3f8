"""Exceptions to who sees a shared employer: changed, extended, lifted, each with its reason and told (B4)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.actions import posting
from guildhall.employers.models import Designation, Employer
from guildhall.employers.querysets import designations_in_force
from guildhall.engagements.actions.recording import note_acts
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Institution, Person
from guildhall.prospects import emails, rules
from guildhall.store.locking import locked


@transaction.atomic
def begin_exception(
    employer: Employer,
    audience: Sequence[Institution],
    *,
    reason: str,
    until: date | None,
    by: Person,
    telling: bool = True,
) -> Designation:
    """Share an employer, from now on, with some institutions only (B4); whoever sees it no longer is informed."""
    row = locked(Employer, employer.pk, "holder", "prospect")
    require(rules.can_begin_exception(by, row))
    if row.designations.filter(designations_in_force()).exists():
        refuse("An exception to who sees this employer holds already: change that one.")
    return _designate("begin exception", row, audience, reason=reason, until=until, by=by, telling=telling)


@transaction.atomic
def change_exception(
    designation: Designation,
    audience: Sequence[Institution],
    *,
    reason: str,
    until: date | None,
    by: Person,
    telling: bool = True,
) -> Designation:
    """Name other institutions, another day or another reason; what stood before stays as history (B4).

    Whoever sees the employer from now on, or no longer, is told. One that was changed meanwhile has ended: refused.
    """
    found = _locked(designation)
    require(rules.can_change_exception(by, found))
    return _designate(
        "change exception", found.employer, audience, reason=reason, until=until, by=by, former=found, telling=telling
    )


@transaction.atomic
def lift_exception(designation: Designation, *, reason: str, by: Person, telling: bool = True) -> None:
    """End an exception before its day: from now on the employer is seen as the protocol says (B4)."""
    found = _locked(designation)
    require(rules.can_change_exception(by, found))
    if not (reason := one_line(reason)):
        refuse("Say why the exception ends.")
    employer, saw = found.employer, emails.seeing(found.employer)
    posting.lift(employer, at=clock.now())
    note_acts([employer.pk], "The exception to who sees it is lifted", body=reason, by=by,
              institution=employer.holder)  # fmt: skip
    record("lift exception", employer, by=by, before=_said(found), reason=reason[:300],
           institution=employer.holder)  # fmt: skip
    if telling:
        emails.tell_exception(found, saw, by=by)


def _designate(
    verb: str,
    employer: Employer,
    audience: Sequence[Institution],
    *,
    reason: str,
    until: date | None,
    by: Person,
    former: Designation | None = None,
    telling: bool = True,
) -> Designation:
    clause = rules.exception_clause(employer.holder)
    require(rules.can_except(by, clause, audience, reason, until))
    before = _said(former) if former else {}
    saw = emails.seeing(employer)
    why, now = reason.strip()[:300], clock.now()
    new = posting.designate(employer, audience, clause=clause, reason=why, until=until, by=by, at=now)
    record(verb, employer, by=by, before=before, after=_said(new), reason=why, institution=employer.holder)
    if telling:
        emails.tell_exception(new, saw, by=by)
    return new


def _locked(designation: Designation) -> Designation:
    employer = locked(Employer, designation.employer_id, "holder", "prospect")
    found = locked(Designation, designation.pk)
    found.employer = employer
    return found


def _said(row: Designation) -> dict[str, Any]:
    names = sorted(row.institutions.values_list("name", flat=True))
    return {"audience": names, "until": row.until, "reason": row.reason}
