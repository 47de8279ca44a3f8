from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from guildhall.people.permissions import Permission

if TYPE_CHECKING:
    from guildhall.people.models import Person


class StaffQuerySet(models.QuerySet[Any]):
    """What the colleagues of the whole region share."""

    def visible_to(self, person: "Person") -> "StaffQuerySet":
        """All of it for staff, nothing for students and employers."""
        return self.all() if person.may(Permission.SEE_DIRECTORY) else self.none()


class MapQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "MapQuerySet":
        """Published maps for all of the staff; drafts for those who write maps at their institution."""
        if not person.may(Permission.SEE_DIRECTORY):
            return self.none()
        writes = list(person.standing.institutions(Permission.AGREE_PROTOCOLS))
        return self.filter(~Q(published_at=None) | Q(institution__lineage__overlap=writes))
