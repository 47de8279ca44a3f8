from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

from guildhall.lib import clock
from guildhall.people.permissions import Permission

if TYPE_CHECKING:
    from guildhall.people.models import Person


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
        day = on or clock.today()
        return self.filter(from_date__lte=day).filter(Q(to_date=None) | Q(to_date__gte=day))

    def visible_to(self, person: "Person") -> "MembershipQuerySet":
        """Memberships in the subtrees where the person gives access."""
        places = person.standing.institutions(Permission.GRANT_ACCESS)
        return self.filter(institution__lineage__overlap=list(places)) if places else self.none()


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)

    def visible_to(self, person: "Person") -> "models.QuerySet[Person]":
        """The people with a membership where the person gives access, and the person."""
        places = person.standing.institutions(Permission.GRANT_ACCESS)
        reached = Q(memberships__institution__lineage__overlap=list(places)) if places else Q()
        return self.filter(Q(pk=person.pk) | reached).distinct() if places else self.filter(pk=person.pk)
