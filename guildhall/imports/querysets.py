from typing import TYPE_CHECKING, Any

from django.db import models

from guildhall.people.permissions import Permission

if TYPE_CHECKING:
    from guildhall.people.models import Person


class BatchQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "BatchQuerySet":
        """The lists that the person's own institutions brought."""
        places = person.standing.institutions(Permission.IMPORT_LISTS)
        return self.filter(institution__lineage__overlap=list(places)) if places else self.none()
