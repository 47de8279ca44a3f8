"""Taking in a list of students, and giving it back. Callers stand above: they read the list and ask the rule."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.context import Keeper, keeping
from guildhall.lib.ids import new_id
from guildhall.people.models import Institution
from guildhall.store.blocks import update_rows
from guildhall.students.actions.entering import OF_ENROLMENT, OF_REGISTRATION, OF_STUDENT, StudentFacts
from guildhall.students.models import Enrolment, Registration, Student

WHY = "who of a list is known already, here or at another institution"
BLOCK = 1_000


@dataclass
class Taken:
    """What became of the rows of a list."""

    new: int = 0  # rows that brought a student or an enrollment
    known: int = 0  # rows that say nothing new
    repeated: int = 0  # rows that another row of the list says already
    created: int = 0
    enrolled: int = 0
    wrong: list[tuple[int, list[str]]] = field(default_factory=list)


@dataclass
class _Known:
    """What the record holds, by what a row may be known by."""

    by_number: dict[str, Registration] = field(default_factory=dict)
    by_birth: dict[tuple[str, str, Any], Registration] = field(default_factory=dict)
    elsewhere: dict[tuple[str, str, Any], Student] = field(default_factory=dict)
    enrolments: set[tuple[UUID, Any, str]] = field(default_factory=set)


@transaction.atomic
def take_in(rows: Sequence[tuple[int, StudentFacts]], *, institution: Institution, batch: UUID, keep: bool) -> Taken:
    """Enter those students of a list who are not there, and enroll those who are; fill what the record lacks.

    Known is whoever has the same number here, or the same name and date of birth anywhere; what another institution
    says of somebody is neither shown nor changed. Without `keep` nothing is written.
    """
    taken = Taken()
    with keeping(Keeper.INTAKE, WHY):
        known = _known(institution, [facts for _line, facts in rows])
        work = _Work(institution, batch)
        for line, facts in rows:
            _take(line, facts, known, work, taken)
        if keep:
            work.write()
    return taken


def _key(facts: StudentFacts | Registration) -> tuple[str, str, Any]:
    return facts.given_name.casefold(), facts.family_name.casefold(), facts.born_on


def _known(institution: Institution, wanted: Sequence[StudentFacts]) -> _Known:
    known = _Known()
    own = Registration.objects.filter(institution=institution)
    for row in own:
        if row.number:
            known.by_number[row.number.casefold()] = row
        known.by_birth[_key(row)] = row
    days = {facts.born_on for facts in wanted if facts.born_on}
    others = Registration.objects.filter(born_on__in=days).exclude(student__in=own.values("student"))
    for row in others.select_related("student").order_by("-pk"):
        known.elsewhere[_key(row)] = row.student
    rows = Enrolment.objects.filter(institution=institution).values_list("registration", "program", "year")
    known.enrolments = set(rows)
    return known


class _Work:
    """What a list comes to, written at once in the end."""

    def __init__(self, institution: Institution, batch: UUID) -> None:
        self.institution, self.batch = institution, batch
        self.students: list[Student] = []
        self.joined: set[UUID] = set()  # known elsewhere, here from now on
        self.registrations: list[Registration] = []
        self.filled: dict[UUID, Registration] = {}
        self.enrolments: list[Enrolment] = []

    def register(self, facts: StudentFacts, student: Student | None) -> Registration:
        """A student who is new here, and perhaps known elsewhere."""
        if student is None or student.pk in self.joined:  # two lines of a list are two people
            student = Student(pk=new_id(), places=[self.institution.pk])
            self.students.append(student)
        else:
            self.joined.add(student.pk)
        row = Registration(pk=new_id(), institution=self.institution, student=student, batch=self.batch)
        for name, value in facts.of(OF_STUDENT + OF_REGISTRATION).items():
            setattr(row, name, value)
        self.registrations.append(row)
        return row

    def fill(self, row: Registration, facts: StudentFacts) -> None:
        """What the record lacks; nothing that stands there is overwritten."""
        for name, value in facts.of(OF_REGISTRATION).items():
            if value and not getattr(row, name):
                setattr(row, name, value)
                self.filled[row.pk] = row

    def write(self) -> None:
        """Write all of it."""
        Student.objects.bulk_create(self.students, batch_size=BLOCK)
        Student.objects.filter(pk__in=self.joined).come_to(self.institution)
        fresh = {row.pk for row in self.registrations}
        Registration.objects.bulk_create(self.registrations, batch_size=BLOCK)
        update_rows([row for pk, row in self.filled.items() if pk not in fresh], list(OF_REGISTRATION))
        Enrolment.objects.bulk_create(self.enrolments, batch_size=BLOCK)


def _take(line: int, facts: StudentFacts, known: _Known, work: _Work, taken: Taken) -> None:
    row = known.by_number.get(facts.number.casefold()) if facts.number else None
    if row and _is_other(row, facts):
        taken.wrong.append((line, ["Another student has this number."]))
        return
    same = known.by_birth.get(_key(facts)) if facts.born_on or not facts.number else None
    if row is None and same is not None and (facts.born_on or same.born_on is None):
        row = same if not (same.number and facts.number and facts.born_on is None) else None
    is_new = row is None
    if row is None:
        row = work.register(facts, known.elsewhere.get(_key(facts)) if facts.born_on else None)
        taken.created += 1
        if facts.number:
            known.by_number[facts.number.casefold()] = row
        known.by_birth[_key(facts)] = row
    else:
        work.fill(row, facts)
    enrolment = (row.pk, facts.program.pk if facts.program else None, facts.year)
    if enrolment not in known.enrolments:
        known.enrolments.add(enrolment)
        of = {"registration": row, "student_id": row.student_id, "institution": work.institution, "batch": work.batch}
        work.enrolments.append(Enrolment(pk=new_id(), **of, **facts.of(OF_ENROLMENT)))
        taken.enrolled += 1
        taken.new += 1
    elif is_new:
        taken.new += 1
    elif row.batch == work.batch:
        taken.repeated += 1
    else:
        taken.known += 1


def _is_other(row: Registration, facts: StudentFacts) -> bool:
    """The same number, but another date of birth and another last name: two people, or a slip of the finger."""
    born, here = facts.born_on, row.born_on
    return bool(born and here and born != here and row.family_name.casefold() != facts.family_name.casefold())


@transaction.atomic
def give_back(batch: UUID, institution: Institution) -> int:
    """Take back what a list brought, but for students on whom somebody has worked since; returns how many rows went."""
    with keeping(Keeper.INTAKE, "a list is taken back"):
        rows = Registration.objects.filter(batch=batch, version=1)
        rows = rows.filter(opted_out_on=None, **_nothing_hangs_on_it())
        gone = dict(rows.values_list("pk", "student"))
        count = (
            Enrolment.objects.filter(batch=batch, version=1).exclude(registration__in=_kept(batch, gone)).delete()[0]
        )
        others = Enrolment.objects.filter(registration__in=gone).values_list("registration", flat=True)
        gone = {pk: student for pk, student in gone.items() if pk not in set(others)}
        Registration.objects.filter(pk__in=gone).delete()
        for student in Student.objects.filter(pk__in=set(gone.values())).prefetch_related("registrations"):
            places = [row.institution_id for row in student.registrations.all()]
            if places:
                Student.objects.filter(pk=student.pk).update(places=places)
            else:
                student.delete()
    return count


def _nothing_hangs_on_it() -> dict[str, None]:
    """That no record but an enrollment belongs to a student, of whatever app."""
    relations = Registration._meta.related_objects
    return {relation.name: None for relation in relations if relation.related_model is not Enrolment}


def _kept(batch: UUID, gone: dict[UUID, UUID]) -> list[UUID]:
    """The students of a list who stay, with what they learn."""
    rows = Registration.objects.filter(batch=batch).exclude(pk__in=gone)
    return list(rows.values_list("pk", flat=True))
