"""What came of it at all institutions together: people in full tens, so that an office reads figures and nobody (R6).

Whoever serves students counts their own to the digit beside it; of others' students fewer than ten are told as that.
"""

from dataclasses import astuple, dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.context import Keeper, keeping
from guildhall.dashboards.metrics.measuring import YEAR
from guildhall.demand.queries.critical import critical_in
from guildhall.lib import clock
from guildhall.lib.numbers import counted
from guildhall.lib.small_counts import FEWEST
from guildhall.people.models import Person
from guildhall.placements.models import Experience, Placement
from guildhall.placements.queries.everywhere import people_in
from guildhall.placements.queries.figures import Cell
from guildhall.placements.queries.measures import Period, completed_in
from guildhall.placements.wbl import APPRENTICESHIPS, INTERNSHIPS
from guildhall.rollups.counting import Count
from guildhall.students.querysets import places_of

WHY = "figures of the whole region, which name nobody"


@dataclass(frozen=True)
class Wanted:
    """Of which days figures speak, what makes a job critical in them, and at which employers: none for all of them."""

    days: Period
    critical: Q
    employers: Any = None

    @classmethod
    def of_last_year(cls, employers: Any = None) -> "Wanted":
        """The last twelve months: one statement, for the lists of high demand."""
        days = Period(YEAR.first_day, clock.today())
        return cls(days, critical_in(days.first, days.last), employers)

    def rows_of(self, experiences: Any, placements: Any) -> dict[str, Any]:
        """The rows of each figure that speaks of students, out of some participations and placements, by its name."""
        if self.employers is not None:
            experiences = experiences.filter(host__employer__in=self.employers)
            placements = placements.filter(employer__in=self.employers)
        days = (self.days.first, self.days.last)
        return {
            "placements_begun": placements.filter(started_on__range=days),
            "internships_completed": completed_in(experiences, INTERNSHIPS, self.days),
            "apprenticeships_completed": completed_in(experiences, APPRENTICESHIPS, self.days),
            "critical_jobs": placements.filter(self.critical),
            "students_hired": placements.filter(outcome="hired", outcome_on__range=days),
        }


def everywhere(person: Person, wanted: Wanted) -> dict[str, Cell]:
    """The people of each figure at all institutions."""
    own = places_of(person)
    with keeping(Keeper.RECOUNT, WHY):
        return people_in(wanted.rows_of(Experience.objects.all(), Placement.objects.all()), own)


def _kept(person: Person) -> dict[str, Any]:
    return {name: astuple(cell) for name, cell in everywhere(person, Wanted.of_last_year()).items()}


IN_REGION = Count("outcomes-in-region", _kept, table=Experience._meta.db_table, per_employer=4)


def in_region(person: Person) -> dict[str, Cell]:
    """The same, kept with its age in a large territory."""
    return {name: Cell(*facts) for name, facts in IN_REGION.of(person).value.items()}


def in_words(cell: Cell) -> str:
    """What may be told of the people of a figure: "40+", "fewer than 10", "12"."""
    if not cell.told:
        few = _("fewer than %(n)s") % {"n": FEWEST}
        if not cell.own:
            return few
        return _("%(own)s of your own, of others %(few)s") % {"own": counted(cell.own), "few": few}
    return f"{counted(cell.at_least)}{'+' if cell.is_rounded else ''}"


def people_in_words(cell: Cell) -> str:
    """The same beside a number of one's own: "In the whole region: 40+ people". Its plural tells nothing of few."""
    shown = cell.at_least if cell.told else FEWEST
    words = ngettext("In the whole region: %(n)s person", "In the whole region: %(n)s people", shown)
    return words % {"n": in_words(cell)}
