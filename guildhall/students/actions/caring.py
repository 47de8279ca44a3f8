"""The caseload: taking a student in, the next step, and the end."""

from datetime import date

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.store.locking import locked
from guildhall.students import rules
from guildhall.students.models import Case, Registration


@transaction.atomic
def take_case(registration: Registration, manager: Person, step: str, on: date | None, *, by: Person) -> Case:
    """Take a student into the caseload of a case manager, with what comes next."""
    row = locked(Registration, registration.pk, "institution")
    require(rules.can_change(by, row))
    require(rules.can_manage_case(manager, row))
    if Case.objects.open().filter(registration=row).exists():
        refuse("This student is on a caseload already.")
    values = {"manager": manager, "next_step": one_line(step)[:200], "next_on": on}
    case = Case.objects.create(institution=row.institution, registration=row, **values)
    record("take case", case, by=by, after=_said(case), institution=row.institution)
    return case


@transaction.atomic
def change_case(case: Case, manager: Person, step: str, on: date | None, *, version: int, by: Person) -> None:
    """Say what comes next for a student and by when, or hand the student to another case manager."""
    row = _open(case, version, by)
    require(rules.can_manage_case(manager, row.registration))
    before = _said(row)
    row.manager, row.next_step, row.next_on = manager, one_line(step)[:200], on
    row.version += 1
    row.save(update_fields=["manager", "next_step", "next_on", "version"])
    record("change case", row, by=by, before=before, after=_said(row), institution=row.institution)


@transaction.atomic
def close_case(case: Case, because: str, *, version: int, by: Person) -> None:
    """End a case, with how it ended."""
    row = _open(case, version, by)
    row.closed_on, row.closed_because = clock.today(), one_line(because)[:200]
    if not row.closed_because:
        refuse("Say how it ended.")
    row.version += 1
    row.save(update_fields=["closed_on", "closed_because", "version"])
    record("close case", row, by=by, after={"closed_because": row.closed_because}, institution=row.institution)


def _open(case: Case, version: int, by: Person) -> Case:
    row = locked(Case, case.pk, "institution", "registration__institution")
    require(rules.can_change(by, row.registration))
    if row.version != version or row.closed_on:
        raise Conflict
    return row


def _said(case: Case) -> dict[str, object]:
    return {"manager": text_of(case.manager), "next_step": case.next_step, "next_on": case.next_on}
