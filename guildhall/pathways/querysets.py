from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Q, When

from guildhall.lib import clock
from guildhall.lib.small_counts import FEWEST
from guildhall.people.permissions import Permission
from guildhall.people.querysets import places_of

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


class OpenToStaffQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Self:
        """What is no secret among the staff: what institutions teach, and what they agreed on it."""
        return self.all() if person.standing.is_staff else self.none()


class PathwayQuerySet(OpenToStaffQuerySet):
    def open(self) -> "PathwayQuerySet":
        return self.filter(Q(closed_on=None) | Q(closed_on__gte=clock.today()))

    def kept_by(self, person: "Person") -> "PathwayQuerySet":
        """Those that the person keeps: of their own institutions and of all below."""
        places = list(person.standing.institutions(Permission.KEEP_PROGRAMS))
        return self.filter(institution__lineage__overlap=places) if places else self.none()


class ProgramQuerySet(OpenToStaffQuerySet):
    def offered(self) -> "ProgramQuerySet":
        """Those that are offered today, or are to be."""
        return self.filter(Q(active_to=None) | Q(active_to__gte=clock.today()))

    def of(self, person: "Person") -> "ProgramQuerySet":
        """The programs of the institutions where a person works, with those above and below."""
        standing = person.standing
        above = list(standing.reach(Permission.SEE_DIRECTORY))
        own = list(standing.institutions(Permission.SEE_DIRECTORY))
        return self.filter(Q(institution__in=above) | Q(institution__lineage__overlap=own))


class CertificationQuerySet(OpenToStaffQuerySet):
    def open(self) -> "CertificationQuerySet":
        """Those that are still issued."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=clock.today()))


class CourseQuerySet(OpenToStaffQuerySet):
    def taught(self) -> "CourseQuerySet":
        """Those that are still taught, of programs that are still offered."""
        today = clock.today()
        rows = self.filter(Q(closed_on=None) | Q(closed_on__gte=today))
        return rows.filter(Q(program__active_to=None) | Q(program__active_to__gte=today))


class ArticulationQuerySet(OpenToStaffQuerySet):
    def agreed(self) -> "ArticulationQuerySet":
        """Those of which both sides have said that they stand."""
        return self.exclude(taken_agreed_on=None).exclude(granted_agreed_on=None)

    def in_force(self, on: date | None = None) -> "ArticulationQuerySet":
        """Those that both sides agreed to and that cover a day."""
        day = on or clock.today()
        return self.agreed().filter(Q(until_on=None) | Q(until_on__gte=day), from_on__lte=day)

    def waiting(self) -> "ArticulationQuerySet":
        """Those that one side has not agreed to yet, and that are not over."""
        open_still = Q(until_on=None) | Q(until_on__gte=clock.today())
        return self.filter(Q(taken_agreed_on=None) | Q(granted_agreed_on=None)).filter(open_still)

    def ended(self) -> "ArticulationQuerySet":
        return self.filter(until_on__lt=clock.today())

    def ending(self, days: int) -> "ArticulationQuerySet":
        """Those in force that end within some days."""
        return self.in_force().filter(until_on__lte=clock.today() + timedelta(days))


class CountedTermQuerySet(OpenToStaffQuerySet):
    def attested(self) -> "CountedTermQuerySet":
        """Those whose counts are as somebody attested them."""
        return self.filter(attested_at__gte=models.F("changed_at"))


class PastQuerySet(OpenToStaffQuerySet):
    def at_end_of(self, day: Any) -> Self:
        """What held at the end of a day and holds no more."""
        return self.filter(since_on__lte=day, until_on__gt=day)


class PastCountQuerySet(PastQuerySet):
    def masked_for(self, person: "Person") -> Self:
        """Earlier counts, each with what it `told` the person, by the same rule as those of today (R6)."""
        own = places_of(person, Permission.SEE_DIRECTORY)
        return _with_told(self.visible_to(person), Q(students__gte=FEWEST) | Q(institution__in=own))


class CountQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: "Person") -> Self:
        """The counts of one's own institutions; of others those that do not speak of fewer than ten students (R6)."""
        if not person.standing.is_staff:
            return self.none()
        own = places_of(person, Permission.SEE_DIRECTORY)
        return self.filter(Q(students__gte=FEWEST) | Q(term__institution__in=own))

    def masked_for(self, person: "Person") -> Self:
        """All counts, each with what it `told` the person: nothing where it speaks of too few students elsewhere."""
        if not person.standing.is_staff:
            return self.none()
        own = places_of(person, Permission.SEE_DIRECTORY)
        return _with_told(self, Q(students__gte=FEWEST) | Q(term__institution__in=own))


def _with_told(rows: Any, told: Q) -> Any:
    """Each row with the numbers that may be told of it."""
    rows = rows.annotate(told=Case(When(told, then=models.F("students"))))
    if "credits" in {field.name for field in rows.model._meta.fields}:
        rows = rows.annotate(told_credits=Case(When(told, then=models.F("credits"))))
    return rows
