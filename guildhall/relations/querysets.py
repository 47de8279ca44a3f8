from typing import TYPE_CHECKING, Any

from django.db import models

from guildhall.employers.models import Contact

if TYPE_CHECKING:
    from guildhall.people.models import Person


class InTheFieldQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "InTheFieldQuerySet":
        """Those of contacts whose employer a person sees (A1)."""
        if not person.standing.is_staff:
            return self.none()
        return self.filter(contact__in=Contact.objects.visible_to(person))
