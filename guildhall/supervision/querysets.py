from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from guildhall.lib import clock
from guildhall.students.querysets import OfInstitutionQuerySet, places_of

if TYPE_CHECKING:
    from guildhall.people.models import Person


class PaperTypeQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Self:
        """Those of the institutions whose students the person sees, and of what stands above these."""
        own = set(places_of(person))
        lineages = {pk for place in person.places if place.pk in own for pk in place.lineage}
        return self.filter(institution__in=lineages) if lineages else self.none()

    def in_use(self) -> Self:
        return self.filter(ended_on=None)


class PaperQuerySet(OfInstitutionQuerySet):
    def current(self) -> Self:
        """The version that holds: no earlier one, and none that was taken back."""
        return self.filter(state__in=["open", "signed"])

    def valid(self) -> Self:
        """Signed by everybody, and not expired."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=clock.today()), state="signed")


class LinkQuerySet(OfInstitutionQuerySet):
    def live(self) -> Self:
        """Those that open something today."""
        return self.filter(revoked_at=None, until__gte=clock.today())


class HoursQuerySet(OfInstitutionQuerySet):
    def current(self) -> Self:
        """What holds: nothing that was corrected or taken back."""
        return self.filter(replaced_at=None)

    def approved(self) -> Self:
        return self.current().filter(state="approved")

    def waiting(self) -> Self:
        return self.current().filter(state="waiting")


class AssessmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Self:
        """Those of the institutions whose students the person sees."""
        places = places_of(person)
        return self.filter(institution__in=places) if places else self.none()

    def answered(self) -> Self:
        return self.exclude(answered_at=None)
