from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, Q

from guildhall.employers.models import Employer
from guildhall.engagements.querysets import houses_of
from guildhall.lib import clock
from guildhall.people.permissions import Permission

if TYPE_CHECKING:
    from guildhall.people.models import Person


class EnquiryQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "EnquiryQuerySet":
        """The enquiries of employers that a person sees, each `known`, and those taken down under a name by their own.

        What was taken down under a name stays with the institution that took it and the one that answers, and with
        the directors above them; which employer it turned out to be is told to whoever sees that employer (A1, H6).
        """
        if not person.standing.is_staff:
            return self.none()
        seen = Q(employer__in=Employer.objects.visible_to(person))
        houses = houses_of(person)
        ours = Q(institution__in=[*houses, *person.below(Permission.USE_CRM)]) | Q(origin__in=houses)
        rows = self.annotate(known=ExpressionWrapper(seen, BooleanField()))
        return rows.filter(seen | (~Q(named="") & (ours | Q(holder=person.pk))))

    def open(self) -> "EnquiryQuerySet":
        """Nobody has answered yet."""
        return self.filter(state="open")

    def late(self) -> "EnquiryQuerySet":
        return self.open().filter(answer_by__lt=clock.today())

    def answered(self) -> "EnquiryQuerySet":
        return self.filter(state="answered")
