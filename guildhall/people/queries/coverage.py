"""Who works with employers and does not use the product yet, where a person works (H7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from guildhall.lib import clock
from guildhall.people.models import Institution, Membership, Person
from guildhall.people.permissions import GRANTS, Permission

QUIET = timedelta(days=90)  # whoever did not sign in for so long does not use it
WORKING = [role.value for role, granted in GRANTS.items() if Permission.RECORD_ENGAGEMENTS in granted]


def places_of(person: Person, scope: Sequence[UUID] = ()) -> list[UUID]:
    """The institutions whose staff a person asks about: their own, unless others are named."""
    return list(scope) or [post.institution for post in person.standing.posts]


def positions(person: Person, scope: Sequence[UUID] = ()) -> QuerySet[Membership]:
    """The positions that work with employers where a person works, offered ones included."""
    if not person.may(Permission.SEE_DIRECTORY):
        return Membership.objects.none()
    rows = Membership.objects.given().filter(role__in=WORKING, person__is_active=True)
    return rows.filter(institution__lineage__overlap=places_of(person, scope))


def not_here(person: Person, scope: Sequence[UUID] = ()) -> QuerySet[Person]:
    """Of those, who never signed in, or not for ninety days (H7)."""
    quiet = Q(last_login=None) | Q(last_login__lt=clock.now() - QUIET)
    rows = Person.objects.filter(quiet, is_active=True, pk__in=positions(person, scope).values("person"))
    return rows.exclude(pk=person.pk)  # whoever asks is here


@dataclass(frozen=True)
class Covered:
    """One institution or department: how many work with employers there, and how many of them use the product."""

    institution: Institution
    working: int
    here: int

    @property
    def missing(self) -> int:
        return self.working - self.here


def coverage(person: Person) -> list[Covered]:
    """Institution by institution where a person works, those without anybody first."""
    absent = set(not_here(person).values_list("pk", flat=True))
    by_place: dict[Any, set[UUID]] = {}
    for place, who in positions(person).values_list("institution", "person"):
        by_place.setdefault(place, set()).add(who)
    rows = [
        Covered(place, len(people), len(people - absent))
        for place in Institution.objects.visible_to(person).open().under(*places_of(person)).order_by("name")
        for people in [by_place.get(place.pk, set())]
    ]
    return sorted(rows, key=lambda one: (one.here > 0, -one.missing, one.institution.name))


@dataclass(frozen=True)
class Absent:
    """Somebody who works with employers and does not use the product: where, and what is known of it."""

    person: Person
    posts: tuple[Membership, ...]

    @property
    def never(self) -> bool:
        return self.person.last_login is None

    @property
    def offered(self) -> bool:
        """Whether every role of theirs waits for their answer."""
        return not any(post.accepted for post in self.posts)


def with_posts(people: Sequence[Person], person: Person) -> list[Absent]:
    """People with the positions that they have where somebody works."""
    posts: dict[UUID, list[Membership]] = {}
    for post in positions(person).filter(person__in=people).select_related("institution").order_by("pk"):
        posts.setdefault(post.person_id, []).append(post)
    return [Absent(one, tuple(posts.get(one.pk, ()))) for one in people]
