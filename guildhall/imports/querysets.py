from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from guildhall.employers.querysets import holders_open_to
from guildhall.people.permissions import Permission
from guildhall.students.querysets import places_of

if TYPE_CHECKING:
    from guildhall.people.models import Person


class BatchQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> "BatchQuerySet":
        """The lists of institutions whose unposted employers the person sees, and those that the person brought (A1).

        The rows of a list are names of employers that nobody shares yet, whether it has been applied or not.
        """
        places = person.standing.institutions(Permission.IMPORT_LISTS)
        if not places:
            return self.none()
        known = Q(institution__in=holders_open_to(person)) | Q(by=person)
        rows = self.filter(known, institution__lineage__overlap=list(places))
        return rows.exclude(kind__in=self.model.AT_ONCE)

    def of_people_for(self, person: "Person") -> "BatchQuerySet":
        """The lists of people of those who keep students there, participations for who brought them (G2), and the
        lists of programs and of their counts of those who keep programs there; counts may be small, and stay there.

        A list that waits quotes its rows, which name students: whoever else imports there does not see it.
        """
        kinds = self.model.Kind
        kept = Q(institution__in=places_of(person, Permission.KEEP_STUDENTS))
        places = list(person.standing.institutions(Permission.IMPORT_LISTS))
        own = Q(kind=kinds.EXPERIENCES, by=person, institution__lineage__overlap=places) if places else Q(pk__in=[])
        programs = Q(kind=kinds.PROGRAMS, institution__in=person.below(Permission.KEEP_PROGRAMS))
        keeps = places_of(person, Permission.KEEP_PROGRAMS)
        counts = Q(kind__in=(kinds.ENROLLMENT, kinds.CREDITS), institution__in=keeps)
        people = kept & ~Q(kind__in=self.model.OF_PROGRAMS)
        return self.filter(people | own | programs | counts, kind__in=self.model.AT_ONCE)
