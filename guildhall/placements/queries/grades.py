"""What each grade had of work-based learning, from elementary school on, and what is missing (D21)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Sum

from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.placements.grades import GRADES, PLACE, expected_at, grade_in
from guildhall.placements.models import Experience, GroupExperience, NamedFrom
from guildhall.placements.wbl import BY_CODE, EDUCATORS, STAGES
from guildhall.students.querysets import places_of

SHOWN = [(stage, label) for stage, label in STAGES if stage != "educator"]


@dataclass
class Had:
    """One activity that a grade had: groups with their students, and students by name who had it without a group."""

    label: str
    groups: int = 0
    students: int = 0
    named: int = 0


@dataclass
class Cell:
    """One stage of one grade."""

    label: Any
    had: list[Had] = field(default_factory=list)
    is_expected: bool = False

    @property
    def is_missing(self) -> bool:
        return self.is_expected and not self.had


@dataclass
class GradeRow:
    """One grade, or a level of groups whose grade nobody said, with its four stages."""

    label: str
    cells: list[Cell]

    @property
    def missing(self) -> list[Any]:
        return [cell.label for cell in self.cells if cell.is_missing]


def places_with_groups(person: Person) -> Any:
    """The institutions whose students a person sees, to choose from."""
    rows = Institution.objects.filter(pk__in=places_of(person, Permission.SEE_STUDENTS)).open()
    return rows.order_by("lineage__len", "name")


def by_grade(person: Person, institution: Institution, year: int) -> list[GradeRow]:
    """What each grade of an institution had in a school year, from the lowest grade that had anything to the highest.

    Groups are counted each time: a child in two groups stands in both. They are not added to students by name.
    """
    found: dict[str, dict[str, Had]] = {}
    levels = dict(GroupExperience.Level.choices)
    for row in _groups(person, institution, year):
        key = row["grade"] or str(levels[row["level"]])
        had = _had(found, key, row["activity"])
        had.groups, had.students = had.groups + row["n"], had.students + row["students"]
    for row in _named(person, institution, year):
        if grade := grade_in(row["grade"] or ""):
            _had(found, grade, row["activity"]).named += row["n"]
    grades = sorted((key for key in found if key in PLACE), key=PLACE.__getitem__)
    span = GRADES[PLACE[grades[0]] : PLACE[grades[-1]] + 1] if grades else ()
    others = [key for key in found if key not in PLACE]
    return [_row(key, found.get(key, {}), expected_at(key)) for key in span] + [
        _row(key, found[key], frozenset()) for key in others
    ]


def _had(found: dict[str, dict[str, Had]], key: str, code: str) -> Had:
    return found.setdefault(key, {}).setdefault(code, Had(BY_CODE[code].label if code in BY_CODE else code))


def _row(label: str, had: dict[str, Had], expected: frozenset[str]) -> GradeRow:
    stages: dict[str, list[Had]] = {}
    for code, one in had.items():
        stages.setdefault(BY_CODE[code].stage if code in BY_CODE else "", []).append(one)
    return GradeRow(label, [Cell(words, stages.get(stage, []), stage in expected) for stage, words in SHOWN])


def _days(year: int) -> tuple[date, date]:
    return date(year, 7, 1), date(year + 1, 6, 30)


def _groups(person: Person, institution: Institution, year: int) -> Any:
    rows = GroupExperience.objects.visible_to(person).filter(institution=institution, on__range=_days(year))
    return rows.order_by().values("grade", "level", "activity").annotate(n=Count("pk"), students=Sum("students"))


def _named(person: Person, institution: Institution, year: int) -> Any:
    """Records of students by name that no group brought, by the grade that they were in that school year."""
    rows = Experience.objects.visible_to(person).counted().filter(institution=institution, group=None)
    rows = rows.filter(start_on__range=_days(year)).exclude(activity=EDUCATORS).exclude(student=None)
    in_year = {"student__enrolments__institution": institution, "student__enrolments__year": _written(year)}
    rows = rows.filter(**in_year).order_by().annotate(grade=F("student__enrolments__grade"))
    return rows.values("grade", "activity").annotate(n=Count("student", distinct=True))


def _written(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02}"


def naming_of(person: Person, institution: Institution) -> NamedFrom | None:
    """From which grade on an institution keeps names, as it said."""
    return NamedFrom.objects.visible_to(person).filter(institution=institution).first()
