from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from guildhall.employers.models import Employer
from guildhall.people.models import Institution, PointOfContact
from guildhall.people.permissions import Permission

if TYPE_CHECKING:
    from guildhall.people.models import Person


class RegisteringQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "RegisteringQuerySet":
        """Those for employers that a person sees and works on; for new ones, where the person enters employers (A1)."""
        if not person.standing.holds(Permission.DEVELOP_EMPLOYERS):
            return self.none()
        places = Institution.objects.where(person, Permission.DEVELOP_EMPLOYERS)
        unknown = Q(employer=None, institution__in=places)
        rows = self.filter(state__in=("waiting", "approved", "refused"))
        return rows.filter(Q(employer__in=Employer.objects.visible_to(person)) | unknown)

    def waiting(self) -> "RegisteringQuerySet":
        return self.filter(state="waiting")


class CorrectionQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "CorrectionQuerySet":
        """What employers say to whoever answers it: the point of contact of the institution, and who looks after them.

        Where an institution has named nobody, those who work on employers there.
        """
        points = PointOfContact.objects.filter(kind=PointOfContact.Kind.EMPLOYERS)
        unnamed = ~Q(institution__in=points.reachable().values("institution"))
        works = Q(institution__in=Institution.objects.where(person, Permission.DEVELOP_EMPLOYERS))
        told = Q(institution__in=points.asking(person).values("institution")) | Q(employer__owner=person.pk)
        return self.filter(told | (unnamed & works), employer__in=Employer.objects.visible_to(person))

    def open(self) -> "CorrectionQuerySet":
        """What nobody has settled yet."""
        return self.filter(settled_at=None)


class ExpectationQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "ExpectationQuerySet":
        """What institutions promise employers is known to all of the staff."""
        return self.all() if person.standing.is_staff else self.none()
