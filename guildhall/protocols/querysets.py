from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from guildhall.people.models import Person


class ProtocolQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "ProtocolQuerySet":
        """Agreed rules are open to everybody with a role."""
        return self.all() if person.standing.posts else self.none()
