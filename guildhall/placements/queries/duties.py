"""How far what employers agreed to host is, counted from placements (N14)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from guildhall.context import Keeper, keeping
from guildhall.employers.models import Employer, EmployerLogin
from guildhall.lib import clock
from guildhall.people.models import Institution, Person
from guildhall.placements.models import Duty, Placement
from guildhall.placements.queries.placing import RELATED

WHY = "how many students of an institution an employer hosted, which names nobody"


@dataclass(frozen=True)
class Progress:
    """What was agreed, and how many different students have begun."""

    duty: Duty
    done: int

    @property
    def is_done(self) -> bool:
        return self.done >= self.duty.wanted

    @property
    def is_late(self) -> bool:
        return self.duty.is_over and not self.is_done


def duties_of(person: Person) -> QuerySet[Duty]:
    """What employers agreed to with the institutions whose students a person sees."""
    return Duty.objects.visible_to(person).filter(ended_at=None).select_related("institution", "employer", "by")


def at_employer(employer: Employer, person: Person) -> list[Progress]:
    """How far it is with one employer, for the staff."""
    return counted(duties_of(person).filter(employer=employer))


def for_login(login: EmployerLogin) -> list[Progress]:
    """The same for the employer's own people, as long as it runs: they know whom they host, and agreed to it."""
    with keeping(Keeper.LINK, WHY):
        rows = Duty.objects.filter(employer=login.employer_id, ended_at=None, last_on__gte=clock.today())
        return counted(rows.select_related("institution", "employer"))


def counted(duties: Iterable[Duty]) -> list[Progress]:
    """Each with the number of different students who have begun within its days, all read in one statement."""
    rows = list(duties)
    if not rows:
        return []
    days = (min(row.first_on for row in rows), max(row.last_on for row in rows))
    begun = Placement.objects.filter(employer__in={row.employer_id for row in rows}, started_on__range=days)
    facts = list(begun.values_list("employer", "institution__lineage", "started_on", "kind", "student"))
    return [Progress(row, len({fact[-1] for fact in facts if _counts(row, *fact[:-1])})) for row in rows]


def _counts(duty: Duty, employer: UUID, lineage: Sequence[UUID], day: date, kind: str) -> bool:
    """Whether a placement counts, as `rows_behind` says it."""
    there = employer == duty.employer_id and duty.institution_id in lineage
    return there and duty.first_on <= day <= duty.last_on and (not duty.kinds or kind in duty.kinds)


def rows_behind(duty: Duty) -> QuerySet[Placement]:
    """The placements that count: of the institution and all below it, begun within the days, of the kinds agreed."""
    places = Institution.objects.filter(lineage__contains=[duty.institution_id]).values("pk")
    rows = Placement.objects.filter(employer=duty.employer_id, institution__in=places)
    rows = rows.filter(started_on__range=(duty.first_on, duty.last_on)).order_by("-started_on", "pk")
    return rows.filter(kind__in=duty.kinds) if duty.kinds else rows


def rows_of(duty: Duty, person: Person) -> QuerySet[Placement]:
    """The same as far as a person sees them, with what a list shows."""
    return rows_behind(duty).filter(pk__in=Placement.objects.visible_to(person)).select_related(*RELATED)
