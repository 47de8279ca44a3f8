from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from guildhall.engagements.querysets import houses_of
from guildhall.people.permissions import Permission

if TYPE_CHECKING:
    from guildhall.people.models import Person


class StaffQuerySet(models.QuerySet[Any]):
    """What the colleagues of the whole region share."""

    def visible_to(self, person: "Person") -> "StaffQuerySet":
        """All of it for staff, nothing for students and employers."""
        return self.all() if person.may(Permission.SEE_DIRECTORY) else self.none()


def own(person: "Person", prefix: str = "") -> Q:
    """What stays within an institution, for those who work there (H3)."""
    return Q(**{f"{prefix}institution__in": houses_of(person)})


class ChallengeQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "ChallengeQuerySet":
        """What is put before the region for all of the staff, and what stays within an institution for its own."""
        if not person.may(Permission.SEE_DIRECTORY):
            return self.none()
        return self.filter(Q(internal=False) | own(person))


class OfChallengeQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "OfChallengeQuerySet":
        """What is said and decided about the challenges that a person sees."""
        if not person.may(Permission.SEE_DIRECTORY):
            return self.none()
        return self.filter(Q(challenge__internal=False) | own(person, "challenge__"))


class MapQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "MapQuerySet":
        """Published maps for all of the staff, internal ones for their own; drafts for those who write maps there."""
        if not person.may(Permission.SEE_DIRECTORY):
            return self.none()
        writes = list(person.standing.institutions(Permission.AGREE_PROTOCOLS))
        shared = ~Q(published_at=None) & (Q(internal=False) | own(person))
        return self.filter(shared | Q(institution__lineage__overlap=writes) & (Q(internal=False) | own(person)))
