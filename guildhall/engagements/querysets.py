from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from guildhall.employers.models import Employer
from guildhall.employers.querysets import holders_open_to

if TYPE_CHECKING:
    from guildhall.people.models import Person


class EngagementQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "EngagementQuerySet":
        """The engagements with employers that a person sees, without those kept in a CRM closed to the person."""
        return self.filter(employer__in=Employer.objects.visible_to(person)).open_to(person)

    def open_to(self, person: "Person") -> "EngagementQuerySet":
        """The same, for an employer that is known to be visible already."""
        return self.filter(Q(stays_with=None) | Q(stays_with__in=holders_open_to(person)))
