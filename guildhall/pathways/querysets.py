from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from guildhall.lib import clock
from guildhall.people.permissions import Permission

if TYPE_CHECKING:
    from guildhall.people.models import Person


class CodeQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "CodeQuerySet":
        """Official lists are no secret."""
        return self.all() if person.is_authenticated else self.none()

    def newest(self, scheme: str) -> "CodeQuerySet":
        """The valid codes of the newest version of a list that was loaded."""
        last = self.model._default_manager.filter(scheme=scheme).order_by("-version").values("version")[:1]
        return self.filter(scheme=scheme, version=last, valid=True)


class PathwayQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "PathwayQuerySet":
        """Pathways are no secret among the staff."""
        return self.all() if person.standing.is_staff else self.none()

    def open(self) -> "PathwayQuerySet":
        return self.filter(Q(closed_on=None) | Q(closed_on__gte=clock.today()))

    def kept_by(self, person: "Person") -> "PathwayQuerySet":
        """Those that the person keeps: of their own institutions and of all below."""
        places = list(person.standing.institutions(Permission.KEEP_PROGRAMS))
        return self.filter(institution__lineage__overlap=places) if places else self.none()


class ProgramQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "ProgramQuerySet":
        """What institutions teach is no secret among the staff."""
        return self.all() if person.standing.is_staff else self.none()

    def offered(self) -> "ProgramQuerySet":
        """Those that are offered today, or are to be."""
        return self.filter(Q(active_to=None) | Q(active_to__gte=clock.today()))

    def of(self, person: "Person") -> "ProgramQuerySet":
        """The programs of the institutions where a person works, with those above and below."""
        standing = person.standing
        above = list(standing.reach(Permission.SEE_DIRECTORY))
        own = list(standing.institutions(Permission.SEE_DIRECTORY))
        return self.filter(Q(institution__in=above) | Q(institution__lineage__overlap=own))
