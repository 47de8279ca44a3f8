from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from guildhall.lib import clock
from guildhall.people.permissions import Permission
from guildhall.students.querysets import OfInstitutionQuerySet, places_of

if TYPE_CHECKING:
    from guildhall.people.models import Person

FRESH_DAYS = 90  # M2: as long a confirmation holds


class OwnQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Self:
        """Rows of the institutions whose students the person sees by name."""
        places = places_of(person)
        return self.filter(institution__in=places) if places else self.none()


class HostQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "HostQuerySet":
        """The names that lists of those institutions brought for which the person brings lists."""
        places = person.standing.institutions(Permission.IMPORT_LISTS)
        return self.filter(institution__lineage__overlap=list(places)) if places else self.none()

    def to_settle(self) -> "HostQuerySet":
        """Those of which nobody has said yet which employer is meant."""
        return self.filter(employer=None, alone=False)

    def settled(self) -> "HostQuerySet":
        return self.exclude(employer=None, alone=False)


class ExperienceQuerySet(OwnQuerySet):
    def counted(self) -> "ExperienceQuerySet":
        """What was attended or completed (M12): no bookings, no-shows and cancellations."""
        return self.filter(status="completed")


class ApplicationQuerySet(OfInstitutionQuerySet):
    def open(self) -> "ApplicationQuerySet":
        """Those of which something is still to become."""
        return self.filter(state__in=self.model.OPEN)

    def waiting_for(self, opportunity: Any) -> "ApplicationQuerySet":
        """The waiting list of an opportunity, in its order."""
        return self.filter(opportunity=opportunity, state="waiting").order_by("waits_since", "pk")


class PlacementQuerySet(OfInstitutionQuerySet):
    def open(self) -> "PlacementQuerySet":
        """Those that are agreed or under way."""
        return self.filter(state__in=self.model.OPEN)

    def running(self) -> "PlacementQuerySet":
        return self.filter(state="started")

    def taking_places(self) -> "PlacementQuerySet":
        """Those that take a place of an opportunity: whoever left, or never came, has freed it."""
        return self.filter(state__in=self.model.TAKES_PLACE)

    def stale(self, on: date | None = None) -> "PlacementQuerySet":
        """Those under way that nobody has confirmed for as long as a confirmation holds (M2)."""
        last = (on or clock.today()) - timedelta(FRESH_DAYS)
        return self.running().filter(Q(confirmed_on=None) | Q(confirmed_on__lt=last))


class GroupQuerySet(OfInstitutionQuerySet):
    def visible_to(self, person: "Person") -> Self:
        """Those of the institutions whose students the person sees; a teacher's own classes."""
        own = Q(by=person.pk, institution__in=places_of(person, Permission.TEACH_STUDENTS))
        return self.filter(Q(institution__in=places_of(person)) | own)


class AttestationQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "AttestationQuerySet":
        """Those of the institutions whose figures the person attests, or whose students the person sees."""
        above = person.standing.institutions(Permission.ATTEST_FIGURES)
        return self.filter(
            models.Q(institution__lineage__overlap=list(above)) | models.Q(institution__in=places_of(person))
        )

    def standing(self) -> "AttestationQuerySet":
        return self.filter(withdrawn_at=None)
