"""The dashboard of a partnership: its figures with definitions, and how far they are attested (F16, N17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.dashboards.metrics import METRICS
from guildhall.dashboards.queries.counted_elsewhere import counted_elsewhere
from guildhall.dashboards.queries.region import in_region, in_words, people_in_words
from guildhall.dashboards.queries.told import Told
from guildhall.lib.numbers import counted
from guildhall.opportunities.kinds import WORK, of_stage
from guildhall.people.models import Person
from guildhall.placements.models import Attestation
from guildhall.placements.queries.figures import Cell
from guildhall.placements.queries.measures import completed
from guildhall.store.counts import counts

OF_EMPLOYERS = (
    "employers_active", "employers_offering", "employers_offering_again", "opportunities_open", "hard_roles_filled",
    "agreements_in_force", "contacts_avoided",
)  # fmt: skip
OF_STUDENTS = (
    "placements_begun", "internships_completed", "apprenticeships_completed", "critical_jobs", "students_hired",
)  # fmt: skip
COMPLETED = ("internships_completed", "apprenticeships_completed")


@dataclass(frozen=True)
class Outcomes:
    """The figures of the page, by what they speak of."""

    of_students: Sequence[Told]
    of_learning: Sequence[Told]
    of_employers: Sequence[Told]


def attested(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of participations those that stand as their institution attested them (N17)."""
    said = Attestation.objects.standing().filter(
        institution=OuterRef("institution"), first_on__lte=OuterRef("start_on"), last_on__gte=OuterRef("start_on"),
        number__gte=OuterRef("since"),
    )  # fmt: skip
    return rows.filter(Exists(said))


def outcomes(person: Person) -> Outcomes:
    """The figures that a person is shown: of students one's own in rows, those of all institutions in full tens."""
    rows = {
        name: METRICS[name].rows(person, METRICS[name].period)
        for name in (*OF_STUDENTS, *OF_EMPLOYERS) if METRICS[name].shown(person)
    }  # fmt: skip
    serves = OF_STUDENTS[0] in rows
    beside = {name: attested(rows[name]) for name in COMPLETED} if serves else {}
    if serves:
        beside["jobs"] = rows["critical_jobs"].filter(kind__in=of_stage(WORK))
    values = counts([*rows.values(), *beside.values()])
    own, more = dict(zip(rows, values, strict=False)), dict(zip(beside, values[len(rows) :], strict=True))
    region = in_region(person)
    students = [_own(name, own, more, rows, region) if serves else _of_region(name, region) for name in OF_STUDENTS]
    return Outcomes(students, counted_elsewhere(person), [_plain(name, own[name]) for name in OF_EMPLOYERS])


def _plain(name: str, value: int) -> Told:
    metric = METRICS[name]
    return Told(metric.label, metric.definition, str(counted(value)), metric.url)


def of_region(person: Person) -> list[Told]:
    """Interns, critical jobs and hires for the home page of an office, which sees no student (M11, F16)."""
    if METRICS[OF_STUDENTS[0]].shown(person):
        return []
    region = in_region(person)
    return [_of_region(name, region) for name in OF_STUDENTS[1:]]


def _of_region(name: str, region: dict[str, Cell]) -> Told:
    """A figure of students for an office: people at all institutions, whose rows it does not read."""
    return Told(METRICS[name].label, _("Different people at all institutions, in full tens."), in_words(region[name]))


def _own(name: str, own: dict[str, int], more: dict[str, int], rows: dict[str, Any], region: dict[str, Cell]) -> Told:
    """A figure of one's own students, in rows; what all institutions have stands beside it."""
    metric, value, said = METRICS[name], own[name], []
    if value and name in COMPLETED:
        said = [_who_completed(rows[name])]
    if value and name == "critical_jobs":
        jobs = more["jobs"]
        said = [ngettext("%(n)s of them is a job", "%(n)s of them are jobs", jobs) % {"n": counted(jobs)}]
    notes = (*said, people_in_words(region[name]))
    words = str(counted(value))
    return Told(metric.label, metric.definition, words, metric.url, notes, more.get(name), value, of_students=True)


def _who_completed(rows: QuerySet[Any]) -> str:
    """The different people behind completed ones, their hours and employers (M11)."""
    found = completed(rows)
    return _("People: %(people)s. Hours: %(hours)s. Employers: %(employers)s.") % {
        "people": counted(found.people), "hours": f"{found.hours:,.0f}", "employers": counted(found.employers),
    }  # fmt: skip
