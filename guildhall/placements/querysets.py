from typing import TYPE_CHECKING, Any, Self

from django.db import models

from guildhall.students.querysets import places_of

if TYPE_CHECKING:
    from guildhall.people.models import Person


class OwnQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Self:
        """Rows of the institutions whose students the person sees by name."""
        places = places_of(person)
        return self.filter(institution__in=places) if places else self.none()


class ExperienceQuerySet(OwnQuerySet):
    def counted(self) -> "ExperienceQuerySet":
        """What was attended or completed (M12): no bookings, no-shows and cancellations."""
        return self.filter(status="completed")
