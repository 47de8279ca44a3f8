"""The dashboard of a partnership: its figures with definitions, and how far they are attested (F16, N17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from guildhall.dashboards.metrics import METRICS
from guildhall.dashboards.metrics.measuring import YEAR
from guildhall.dashboards.metrics.of_outcomes import internships_completed
from guildhall.people.models import Person
from guildhall.placements.models import Attestation
from guildhall.store.counts import counts

SHOWN = (
    "employers_active", "employers_offering", "employers_offering_again", "opportunities_open", "placements_begun",
    "internships_completed", "students_hired", "agreements_in_force", "contacts_avoided",
)  # fmt: skip
OF_STUDENTS = ("placements_begun", "internships_completed", "students_hired")


@dataclass(frozen=True)
class Outcome:
    """One figure of the dashboard; `attested` of how many of its rows an institution stands by, where that is said."""

    label: Any
    definition: Any
    url: str
    value: int
    attested: int | None = None
    of_students: bool = False

    @property
    def is_attested(self) -> bool:
        """Whether all of it is attested."""
        return self.attested is not None and self.attested == self.value


def attested(person: Person) -> QuerySet[Any]:
    """Of the internships that were completed those that stand as their institution attested them (N17)."""
    said = Attestation.objects.standing().filter(
        institution=OuterRef("institution"), first_on__lte=OuterRef("start_on"), last_on__gte=OuterRef("start_on"),
        number__gte=OuterRef("since"),
    )  # fmt: skip
    return internships_completed(person, YEAR).filter(Exists(said))


def outcomes(person: Person) -> Sequence[Outcome]:
    """The figures that a person is shown, all counted now in one statement."""
    shown = [(name, METRICS[name]) for name in SHOWN if METRICS[name].shown(person)]
    *values, sure = counts([*(one.rows(person, one.period) for _name, one in shown), attested(person)])
    return [
        Outcome(
            one.label, one.definition, one.url, value, sure if name == "internships_completed" else None,
            name in OF_STUDENTS,
        )
        for (name, one), value in zip(shown, values, strict=True)
    ]  # fmt: skip
