"""Entering a student, and changing what an institution knows of one."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from guildhall.audit.recording import Change, record_block, text_of
from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.pathways.models import Program
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked
from guildhall.students import rules
from guildhall.students.actions.inviting import cut
from guildhall.students.models import Consent, Enrolment, Registration, Student

OF_STUDENT = ("given_name", "family_name", "born_on")
OF_REGISTRATION = ("number", "email", "phone", "counselor")
OF_ENROLMENT = ("program", "year", "grade", "from_date", "to_date", "teacher")


@dataclass(frozen=True, slots=True)
class StudentFacts:
    """A student as an institution describes one, with what they learn there now."""

    given_name: str
    family_name: str = ""
    born_on: date | None = None
    number: str = ""
    email: str = ""
    phone: str = ""
    program: Program | None = None
    year: str = ""
    grade: str = ""
    from_date: date | None = None
    to_date: date | None = None
    teacher: Person | None = None
    counselor: Person | None = None

    def of(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Some of the facts, as columns."""
        return {name: getattr(self, name) for name in names}


@transaction.atomic
def register(institution: Institution, facts: StudentFacts, *, by: Person) -> Registration:
    """Enter a student of an institution (D21). Whom another institution knows already is the same person from then on.

    Nobody is told whether that was so: each institution sees, writes and changes its own record alone (ADR 49).
    """
    require(rules.can_keep(by, institution))
    facts = _checked(institution, facts)
    with keeping(Keeper.INTAKE, "whether another institution has this student already"):
        same = _same(facts)
        if same.filter(institution=institution).exists():
            refuse("{place} has a student of this name and date of birth already.", place=institution)
        student = _elsewhere(same, institution)
        if student is None:
            student = Student.objects.create(places=[institution.pk])
        else:
            Student.objects.filter(pk=student.pk).come_to(institution)
    of_row = facts.of(OF_STUDENT + OF_REGISTRATION)
    registration = Registration.objects.create(institution=institution, student=student, **of_row)
    enrolment = _enrol(registration, Enrolment(), facts)
    changes = [
        Change("students.registration", str(registration.pk), None, _said(of_row)),
        Change("students.enrolment", str(enrolment.pk), None, _said(facts.of(OF_ENROLMENT))),
    ]
    record_block("register student", registration, changes, by=by, institution=institution)
    return registration


@transaction.atomic
def change_student(registration: Registration, facts: StudentFacts, *, version: int, by: Person) -> Registration:
    """Change what an institution knows of a student, and the newest enrollment."""
    row = locked(Registration, registration.pk, "institution")
    require(rules.can_change(by, row))
    if row.version != version:
        raise Conflict
    facts = _checked(row.institution, facts, row)
    enrolment = row.enrolments.order_by("-year", "-pk").first() or Enrolment()
    before = facts_of(row, enrolment)
    for name, value in facts.of(OF_STUDENT + OF_REGISTRATION).items():
        setattr(row, name, value)
    if facts.email.casefold() != before.email.casefold():  # whoever reads the former address has no part in it more
        row.requests.waiting().filter(signer=Consent.Signer.STUDENT).update(withdrawn_at=clock.now())
        if row.login_id:
            cut(row)
    row.version += 1
    row.save()
    _enrol(row, enrolment, facts)
    changed = [n for n in OF_STUDENT + OF_REGISTRATION + OF_ENROLMENT if getattr(before, n) != getattr(facts, n)]
    old, new = (_said({name: getattr(one, name) for name in changed}) for one in (before, facts))
    record_block(
        "change student",
        row,
        [Change("students.registration", str(row.pk), old, new)],
        by=by,
        institution=row.institution,
    )
    return row


@transaction.atomic
def opt_out(registration: Registration, day: date | None, *, version: int, by: Person) -> None:
    """Write down that a student does not want directory information given out, or (None) does not mind any more.

    It holds with the next request, and beats every right to directory information (R5).
    """
    row = locked(Registration, registration.pk, "institution")
    require(rules.can_change(by, row))
    if row.version != version:
        raise Conflict
    before, row.opted_out_on = row.opted_out_on, day
    row.version += 1
    row.save(update_fields=["opted_out_on", "version"])
    said = [{"opted_out_on": before}, {"opted_out_on": day}]
    changes = [Change("students.registration", str(row.pk), *said)]
    if day:
        record_block("opt out", row, changes, by=by, institution=row.institution)
    else:
        record_block("opt in", row, changes, by=by, institution=row.institution)


def facts_of(registration: Registration, enrolment: Enrolment | None) -> StudentFacts:
    """What stands in the record, as facts."""
    values = {name: getattr(registration, name) for name in OF_STUDENT + OF_REGISTRATION}
    if enrolment is not None and enrolment.registration_id:
        values |= {name: getattr(enrolment, name) for name in OF_ENROLMENT}
    return StudentFacts(**values)


def _checked(institution: Institution, facts: StudentFacts, row: Registration | None = None) -> StudentFacts:
    facts = replace(facts, given_name=one_line(facts.given_name)[:80], family_name=one_line(facts.family_name)[:80])
    if not facts.given_name:
        refuse("Say what the student is called.")
    require(rules.is_old_enough(facts.born_on))
    if facts.counselor and (row is None or row.counselor_id != facts.counselor.pk):
        require(rules.can_serve(facts.counselor, institution))
    if facts.from_date and facts.to_date and facts.to_date < facts.from_date:
        refuse("It cannot end before it begins.")
    same = Registration.objects.filter(institution=institution, number=facts.number).exclude(pk=row and row.pk)
    if facts.number and same.exists():
        refuse("{place} has another student with this number.", place=institution)
    return facts


def _same(facts: StudentFacts) -> QuerySet[Registration]:
    """Records of this name and date of birth, wherever: without the date nobody is taken for somebody else."""
    if facts.born_on is None:
        return Registration.objects.none()
    names = {"given_name__iexact": facts.given_name, "family_name__iexact": facts.family_name}
    return Registration.objects.filter(born_on=facts.born_on, **names)


def _elsewhere(same: QuerySet[Registration], institution: Institution) -> Student | None:
    """Whose they are: of somebody whom the institution has by another spelling, its own record says who it is."""
    here = Registration.objects.filter(institution=institution).values("student")
    row = same.exclude(student__in=here).select_related("student").order_by("pk").first()
    return row.student if row else None


def _enrol(registration: Registration, row: Enrolment, facts: StudentFacts) -> Enrolment:
    row.registration, row.student_id = registration, registration.student_id
    row.institution = registration.institution
    for name, value in facts.of(OF_ENROLMENT).items():
        setattr(row, name, value)
    row.version = (row.version or 0) + 1
    row.save()
    return row


def _said(values: dict[str, Any]) -> dict[str, Any]:
    """Facts as the journal keeps them: what says nothing is left out."""
    said = {k: v if isinstance(v, date | str) else text_of(v) for k, v in values.items()}
    return {name: value for name, value in said.items() if value}
