from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

from guildhall.lib import clock
from guildhall.people.permissions import WITHOUT_STUDENTS, Permission

if TYPE_CHECKING:
    from guildhall.people.models import Person


def places_of(person: "Person", permission: Permission = Permission.SEE_STUDENTS) -> list[UUID]:
    """The institutions whose students a person sees by name: those of their posts, with their subtrees (FERPA).

    A post above colleges and districts reaches none: an office of the region teaches nobody.
    """
    kinds = {place.pk: place.kind for place in person.places}
    posts = {pk for pk in person.standing.institutions(permission) if kinds.get(pk) not in WITHOUT_STUDENTS}
    return [place.pk for place in person.places if posts.intersection(place.lineage)]


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def under(self, *ids: Any) -> "InstitutionQuerySet":
        """The subtrees of the given institutions, themselves included."""
        return self.filter(lineage__overlap=list(ids)) if ids else self.none()

    def open(self) -> "InstitutionQuerySet":
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=clock.today()))

    def visible_to(self, person: "Person") -> "InstitutionQuerySet":
        """Institutions are no secret among signed-in people."""
        return self.all() if person.is_authenticated else self.none()

    def where(self, person: "Person", permission: Permission) -> "InstitutionQuerySet":
        """Where the person holds the permission, subtrees included."""
        return self.under(*person.standing.institutions(permission))


class MembershipQuerySet(models.QuerySet[Any]):
    def in_force(self, on: date | None = None) -> "MembershipQuerySet":
        """Roles that count on a day: given, not ended, and accepted by whoever had to be asked."""
        return self.given(on).filter(accepted=True)

    def given(self, on: date | None = None) -> "MembershipQuerySet":
        """The same with those that are only offered."""
        day = on or clock.today()
        return self.filter(from_date__lte=day).filter(Q(to_date=None) | Q(to_date__gte=day))

    def visible_to(self, person: "Person") -> "MembershipQuerySet":
        """Memberships in the subtrees where the person gives access."""
        places = person.standing.institutions(Permission.GRANT_ACCESS)
        return self.filter(institution__lineage__overlap=list(places)) if places else self.none()

    def offered(self) -> "MembershipQuerySet":
        """Roles that wait for the answer of the person to whom they are offered."""
        return self.filter(accepted=False, to_date=None)


class BoundQuerySet(models.QuerySet[Any]):
    """What an institution publishes for itself and all below it."""

    def visible_to(self, person: "Person") -> "BoundQuerySet":
        """What is published for the person's institutions, and by those below which the person publishes it."""
        above = {pk for post in person.standing.posts for pk in post.lineage}
        holds = list(person.standing.institutions(Permission.HOLD_TRAININGS))
        return self.filter(Q(institution__in=above) | Q(institution__lineage__overlap=holds)) if above else self.none()


class SessionQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "SessionQuerySet":
        """The sessions of the courses that a person sees."""
        courses = self.model._meta.get_field("course").related_model.objects.visible_to(person)
        return self.filter(course__in=courses)

    def ahead(self) -> "SessionQuerySet":
        return self.filter(cancelled_at=None, starts_at__gt=clock.now())


class PointQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "PointQuerySet":
        """Whom to ask at an institution is known to all of the staff."""
        return self.all() if person.standing.is_staff else self.none()

    def reachable(self) -> "PointQuerySet":
        """Those where the person, or the deputy, still signs in."""
        return self.filter(Q(person__is_active=True) | Q(deputy__is_active=True))

    def asking(self, person: "Person") -> "PointQuerySet":
        """Those where a person is asked today: as the one named, or as the deputy of one who is away or gone."""
        today = clock.today()
        away = Q(away_from__lte=today, away_to__gte=today) | Q(person__is_active=False)
        alone = Q(deputy=None) | Q(deputy__is_active=False)
        return self.filter((Q(person=person) & (~away | alone)) | (Q(deputy=person) & away))


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)

    def visible_to(self, person: "Person") -> "models.QuerySet[Person]":
        """The people with a membership where the person gives access, and the person."""
        places = person.standing.institutions(Permission.GRANT_ACCESS)
        reached = Q(memberships__institution__lineage__overlap=list(places), memberships__accepted=True)
        return self.filter(Q(pk=person.pk) | reached).distinct() if places else self.filter(pk=person.pk)
