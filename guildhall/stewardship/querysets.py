from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from guildhall.people.models import Person


class HandoverQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "HandoverQuerySet":
        """The handovers that a person made, or received something by."""
        return self.filter(Q(by=person) | Q(shares__successor=person)).distinct()
