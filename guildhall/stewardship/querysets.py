from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from guildhall.people.permissions import Permission
from guildhall.students.querysets import places_of

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
        """The requests about personal data: of the region for its administrators, of an institution for its own staff.

        What an institution is to decide about its education records is for those alone who keep its students.
        """
        own = Q(institution__in=places_of(person, Permission.KEEP_STUDENTS))
        return self.filter(own | Q(institution=None) if person.may(Permission.ANSWER_DATA_REQUESTS) else own)

    def waiting(self) -> "DataRequestQuerySet":
        """What has not been answered."""
        return self.filter(state="open")
