"""Certifications, courses and articulation agreements for pages (D5, D9, D11)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from guildhall.pathways.models import Articulation, Certification, Course, Program
from guildhall.people.models import Institution, Person

SOON = 90  # days before its end from which an agreement is to be renewed
STATES = ("force", "waiting", "ending", "ended")


def certifications(person: Person, words: str = "") -> QuerySet[Certification]:
    """The certifications on the list, each with how many programs lead to it."""
    rows = Certification.objects.visible_to(person).select_related("institution")
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(issuer__icontains=words))
    return rows.annotate(program_count=Count("comes_of"))  # type: ignore[no-any-return]


def certifications_of(person: Person, program: Program) -> list[Certification]:
    """The certifications that a program leads to."""
    return list(Certification.objects.visible_to(person).filter(comes_of__program=program).order_by("name"))


def certification_named(person: Person, label: str) -> Certification | None:
    """The certification that a label, or a name that only one has, means."""
    wanted = " ".join(label.split()).casefold()
    rows = list(Certification.objects.visible_to(person).open())
    exact = [row for row in rows if row.label.casefold() == wanted]
    return (exact or _only([row for row in rows if row.name.casefold() == wanted]) or [None])[0]


def _only(rows: list[Certification]) -> list[Certification]:
    return rows if len(rows) == 1 else []


def courses(person: Person) -> QuerySet[Course]:
    """The courses that a person sees, with their programs and institutions."""
    return Course.objects.visible_to(person).select_related("program__institution")  # type: ignore[no-any-return]


def courses_of(person: Person, program: Program) -> list[tuple[Course, int]]:
    """The courses of a program in their sequence, each with how many agreements are in force on it."""
    rows = list(courses(person).filter(program=program).order_by("position", "number"))
    found: dict[Any, int] = {}
    for row in articulations(person).in_force().filter(Q(taken__in=rows) | Q(granted__in=rows)):
        for pk in (row.taken_id, row.granted_id):
            found[pk] = found.get(pk, 0) + 1
    return [(row, found.get(row.pk, 0)) for row in rows]


def course_named(label: str, rows: QuerySet[Course]) -> Course | None:
    """The course that a label of `Course.label` means, or a number that only one course has."""
    wanted = " ".join(label.split()).casefold()
    known = list(rows)
    exact = [row for row in known if row.label.casefold() == wanted]
    same = [row for row in known if row.number.casefold() == wanted]
    return exact[0] if exact else (same[0] if len(same) == 1 else None)


def articulations(person: Person) -> Any:
    """The agreements on courses, with both courses and institutions."""
    return Articulation.objects.visible_to(person).select_related(
        "taken__program__institution", "granted__program__institution", "file"
    )


def articulations_where(person: Person, *, at: Institution | None, state: str) -> Any:
    """The agreements of an institution or of all, in one state: in force, not agreed by both yet, to renew, ended."""
    rows = articulations(person)
    if at:
        below = Q(taken__program__institution__lineage__contains=[at.pk])
        rows = rows.filter(below | Q(granted__program__institution__lineage__contains=[at.pk]))
    narrowed = {
        "force": rows.in_force,
        "waiting": rows.waiting,
        "ending": lambda: rows.ending(SOON),
        "ended": rows.ended,
    }
    return narrowed[state]() if state in narrowed else rows


def between(person: Person, programs: Sequence[Program]) -> list[Articulation]:
    """The agreements in force between courses of some programs, those of a pathway."""
    keys = [row.pk for row in programs]
    rows = articulations(person).in_force().filter(taken__program__in=keys, granted__program__in=keys)
    return list(rows.order_by("taken__number", "granted__number"))
