from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from guildhall.employers.models import Employer
from guildhall.lib import clock

if TYPE_CHECKING:
    from guildhall.people.models import Person


class _OpenToStaff(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Any:
        """Published figures and what a region decided about them are no secret among the staff."""
        return self.all() if person.standing.is_staff else self.none()


class AreaQuerySet(_OpenToStaff):
    pass


class SourceQuerySet(_OpenToStaff):
    pass


class ReleaseQuerySet(_OpenToStaff):
    def newest(self) -> "ReleaseQuerySet":
        """The newest first; real figures before those of a demonstration."""
        return self.order_by("made_up", "-as_of", "-loaded_at")


class FigureQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "FigureQuerySet":
        """Published figures are no secret among the staff."""
        return self.all() if person.standing.is_staff else self.none()


class EnteredQuerySet(_OpenToStaff):
    def standing(self) -> "EnteredQuerySet":
        """Those that hold today."""
        return self.filter(ended_at=None)


class DemandListQuerySet(_OpenToStaff):
    def in_force_on(self, day: date) -> "DemandListQuerySet":
        """Approved, begun by that day and not over."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), state="approved", starts_on__lte=day)


class ListedQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "ListedQuerySet":
        """Lists of high demand are no secret among the staff."""
        return self.all() if person.standing.is_staff else self.none()

    def standing(self) -> "ListedQuerySet":
        """Those that are on the list, and not taken off it."""
        return self.filter(taken_off=False)


class HardToFillQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "HardToFillQuerySet":
        """The roles of employers that a person sees (A1)."""
        if not person.standing.is_staff:
            return self.none()
        seen = Employer.objects.visible_to(person).filter(pk=OuterRef("employer"))
        return self.filter(Exists(seen))

    def of_employer(self, employer: Any) -> "HardToFillQuerySet":
        return self.filter(employer=employer)

    def open(self) -> "HardToFillQuerySet":
        """Those that count today."""
        return self.filter(over="", until__gte=clock.today())

    def to_say_again(self) -> "HardToFillQuerySet":
        """Those whose day has passed, and of which nobody has said what became of them."""
        return self.filter(over="", until__lt=clock.today())
