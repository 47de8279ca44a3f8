"""A list of students: who is known already, by number or by name and date of birth (D21)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from guildhall.audit.recording import record
from guildhall.employers.matching.names import fold
from guildhall.imports.columns.of_people import STUDENT_FIELDS
from guildhall.imports.kinds.participations import day_of
from guildhall.imports.models import Batch
from guildhall.imports.reach_cleaners import email as clean_email
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Verdict
from guildhall.pathways.models import Program
from guildhall.people.models import Institution, Person
from guildhall.placements.actions.intake import link_students
from guildhall.students.actions import intake
from guildhall.students.actions.entering import StudentFacts
from guildhall.students.queries import managers_at, teachers_at
from guildhall.students.rules import can_keep, is_old_enough

FIELDS = STUDENT_FIELDS
Wrong = list[tuple[int, list[str]]]
LONGEST = 40  # letters of a student number that the record holds


def can_bring(person: Person, institution: Institution) -> Verdict:
    """Who brings a list of students: whoever keeps the students of that college or school."""
    return can_keep(person, institution)


def lacking(columns: Mapping[str, int]) -> list[str]:
    """A row needs somebody's name."""
    return [] if {"first_name", "person_name"} & set(columns) else ["person_name"]


def judge(
    batch: Batch, rows: Iterable[tuple[int, dict[str, str]]], *, by: Person, keep: bool
) -> tuple[dict[str, Any], Wrong]:
    """What becomes of every row; with `keep` the students are entered and enrolled."""
    reading = Reading(batch)
    good: list[tuple[int, StudentFacts]] = []
    wrong: Wrong = []
    total = 0
    for line, cells in rows:
        total += 1
        facts, problems = reading.read(cells)
        if problems:
            wrong.append((line, problems))
        else:
            good.append((line, facts))
    taken = intake.take_in(good, institution=batch.institution, batch=batch.pk, keep=keep)
    wrong += taken.wrong
    if keep:
        link_students(batch.institution)
    tally = {
        "rows": total, "new": taken.new, "repeated": taken.repeated, "skipped": taken.known,
        "students_created": taken.created if keep else 0, "enrollments_created": taken.enrolled if keep else 0,
    }  # fmt: skip
    return tally, wrong


class Reading:
    """Reads the rows of one list, with the programs and teachers of its institution at hand."""

    def __init__(self, batch: Batch) -> None:
        place = batch.institution
        programs = Program.objects.filter(institution__lineage__overlap=[place.pk]) | Program.objects.filter(
            institution__in=place.lineage
        )
        self.programs = {fold(" ".join(row.name.split())): row for row in programs.order_by("-active_from")}
        self.teachers = {fold(key): row for row in teachers_at([place]) for key in (row.email, row.name)}
        self.counselors = {fold(key): row for row in managers_at(place) for key in (row.email, row.name)}
        today = clock.today()
        first = today.year if today.month >= 7 else today.year - 1
        self.year = f"{first}-{(first + 1) % 100:02}"

    def read(self, cells: Mapping[str, str]) -> tuple[StudentFacts, list[str]]:
        """The facts of one row, and what is wrong with it. What is no program of the college is left out."""
        get = cells.get
        problems: list[str] = []
        given, family = _names(cells)
        if not given:
            problems.append("The name is missing.")
        born = self._day(get("born_on", ""), problems)
        if not (verdict := is_old_enough(born)):
            problems.append(verdict.reason)
        facts = StudentFacts(
            given[:80], family[:80], born, one_line(get("number", ""))[:LONGEST], _email(get("email", ""), problems),
            get("phone", "")[:40], self.programs.get(fold(get("program", ""))), self._year(get("year", "")),
            get("grade", "")[:10], self._day(get("start", ""), problems), self._day(get("end", ""), problems),
            self.teachers.get(fold(get("teacher", ""))), self.counselors.get(fold(get("counselor", ""))),
        )  # fmt: skip
        if facts.from_date and facts.to_date and facts.to_date < facts.from_date:
            problems.append("It ends before it begins.")
        return facts, problems

    def _day(self, text: str, problems: list[str]) -> date | None:
        day = day_of(text)
        if text and day is None:
            problems.append(f"“{text}” is not a date.")
        return day

    def _year(self, text: str) -> str:
        """A school year such as 2026-27, out of "2026-2027", "2026/27" or "SY 26-27"; this one where none is said."""
        digits = [part for part in "".join(s if s.isdigit() else " " for s in text).split() if len(part) in (2, 4)]
        if not digits:
            return self.year
        first = int(digits[0]) + (2000 if len(digits[0]) == 2 else 0)
        return f"{first}-{(first + 1) % 100:02}"


def _names(cells: Mapping[str, str]) -> tuple[str, str]:
    given, family = one_line(cells.get("first_name", "")), one_line(cells.get("last_name", ""))
    if given or family:
        return (given, family) if given else (family, "")
    whole = one_line(cells.get("person_name", ""))
    if "," in whole:
        last, _comma, first = whole.partition(",")
        return first.strip(), last.strip()
    first, _space, last = whole.partition(" ")
    return first, last


def _email(text: str, problems: list[str]) -> str:
    try:
        return clean_email(text) if text else ""
    except ValueError as doubt:
        problems.append(str(doubt))
        return ""


def note(batch: Batch, count: int, *, by: Person) -> None:
    """Write into the journal that the list was taken in: how many, and nobody's name."""
    record("take in students", batch, by=by, after={"kept": count}, institution=batch.institution)


def take_back(batch: Batch, *, by: Person) -> int:
    """Take back the students that the list brought; who was worked on since stays."""
    count = intake.give_back(batch.pk, batch.institution)
    record("give back students", batch, by=by, after={"taken_back": count}, institution=batch.institution)
    return count
