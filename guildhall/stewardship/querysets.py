from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from guildhall.people.permissions import Permission

if TYPE_CHECKING:
    from guildhall.people.models import Person


class HandoverQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "HandoverQuerySet":
        """The handovers that a person made, or received something by."""
        return self.filter(Q(by=person) | Q(shares__successor=person)).distinct()


class HandoverChoiceQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "HandoverChoiceQuerySet":
        """A plan is its author's own."""
        return self.filter(by=person)


class DataRequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "DataRequestQuerySet":
        """The requests about personal data: for those who answer them."""
        return self if person.may(Permission.ANSWER_DATA_REQUESTS) else self.none()

    def waiting(self) -> "DataRequestQuerySet":
        """What has not been answered."""
        return self.filter(state="open")
