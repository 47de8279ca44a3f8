"""Who may have been in a group that was counted, and who was."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from guildhall.context import Keeper, keeping
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.placements.models import Experience, GroupExperience, NamedFrom
from guildhall.students.models import Registration
from guildhall.students.queries import students_of
from guildhall.students.querysets import places_of

MOST_LISTED = 200  # students on one page to tick


def students_of_group(
    group: GroupExperience, person: Person, words: str, program: Any, grade: str
) -> list[Registration]:
    """The institution's own students, narrowed; whoever was ticked already stands among them where they fit."""
    rows = students_of(person, words).filter(institution=group.institution_id)
    return list(rows.learning(program, grade)[:MOST_LISTED])


def ticked_of(group: GroupExperience) -> set[UUID]:
    """The students who have a record of a group."""
    rows = Experience.objects.filter(group=group).exclude(student=None)
    return set(rows.values_list("student", flat=True))


def is_named(group: GroupExperience) -> bool:
    """Whether a student has a record of a group. Who counted it may read none of them."""
    with keeping(Keeper.RECOUNT, "whether students are named in a group"):
        return Experience.objects.filter(group=group).exists()


def places_to_count(person: Person) -> QuerySet[Institution]:
    """The institutions for which a person counts groups: whose students they keep, or teach."""
    places = [*places_of(person, Permission.KEEP_STUDENTS), *places_of(person, Permission.TEACH_STUDENTS)]
    return Institution.objects.filter(pk__in=places).open().order_by("lineage__len", "name")


def named_from(places: Iterable[UUID]) -> dict[UUID, str]:
    """From which grade on each of some institutions keeps names, where it has said so."""
    return dict(NamedFrom.objects.filter(institution__in=set(places)).values_list("institution", "grade"))


def took_part(registration: Registration, person: Person) -> list[Experience]:
    """What a student took part in that no placement tells of, as far as the person sees it, the newest first."""
    rows = Experience.objects.visible_to(person).counted()
    rows = rows.filter(institution=registration.institution_id, student=registration.student_id, placement=None)
    return list(rows.select_related("host", "group").order_by("-start_on", "pk")[:100])
