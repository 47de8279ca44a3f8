"""Points of the web with their names and pages, as far as a person sees them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from guildhall.boards.models import Board
from guildhall.employers.models import Contact, Employer
from guildhall.pathways.models import Pathway, Program
from guildhall.people.models import Institution, Membership, Person
from guildhall.people.permissions import VISITORS
from guildhall.relations.queries.sorts import Kind, Point


@dataclass(frozen=True)
class Named:
    """A point with its name, what stands beside it, and the page of its record."""

    point: Point
    name: str
    beside: str = ""
    url: str = ""

    @property
    def walk(self) -> str:
        """Where it stands in the middle."""
        return reverse("relation", args=[self.point.kind, self.point.pk])


def named(person: Person, points: Iterable[Point]) -> dict[Point, Named]:
    """The names of some points; one that the person does not see has none."""
    by_kind: dict[str, set[UUID]] = {}
    for point in points:
        by_kind.setdefault(point.kind, set()).add(point.pk)
    found: dict[Point, Named] = {}
    for kind, keys in by_kind.items():
        rows = READ[Kind(kind)](person).filter(pk__in=keys)
        found |= {Point(kind, row.pk): Named(Point(kind, row.pk), *SAID[Kind(kind)](row)) for row in rows}
    return found


def _colleagues(person: Person) -> Any:
    """Who works at an institution today: no secret among the staff."""
    if not person.standing.is_staff:
        return Person.objects.none()
    at_work = Membership.objects.in_force().exclude(role__in=VISITORS)
    return Person.objects.filter(is_active=True, pk__in=at_work.values("person"))


READ: dict[Kind, Callable[[Person], Any]] = {
    Kind.EMPLOYER: lambda person: Employer.objects.visible_to(person).defer("search"),
    Kind.INSTITUTION: lambda person: Institution.objects.visible_to(person),
    Kind.PROGRAM: lambda person: Program.objects.visible_to(person).select_related("institution"),
    Kind.PATHWAY: lambda person: Pathway.objects.visible_to(person).select_related("institution"),
    Kind.BOARD: lambda person: Board.objects.visible_to(person).select_related("institution"),
    Kind.CONTACT: lambda person: (
        Contact.objects.visible_to(person).select_related("employer").defer("employer__search")
    ),
    Kind.COLLEAGUE: _colleagues,
}
SAID: dict[Kind, Callable[[Any], tuple[str, str, str]]] = {
    Kind.EMPLOYER: lambda row: (row.name, "", reverse("employer" if row.posted_at else "prospect", args=[row.pk])),
    Kind.INSTITUTION: lambda row: (row.name, str(row.get_kind_display()), ""),
    Kind.PROGRAM: lambda row: (row.name, row.institution.code, reverse("program", args=[row.pk])),
    Kind.PATHWAY: lambda row: (row.name, row.institution.code, reverse("pathway", args=[row.pk])),
    Kind.BOARD: lambda row: (row.name, row.institution.code, reverse("board", args=[row.pk])),
    Kind.CONTACT: lambda row: (
        f"{row.name} *" if row.starred else row.name, row.employer.name,
        reverse("employer-contacts", args=[row.employer_id]) if row.employer.posted_at else "",
    ),
    Kind.COLLEAGUE: lambda row: (str(row), row.title, reverse("colleague", args=[row.pk])),
}  # fmt: skip
