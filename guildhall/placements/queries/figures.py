"""The yearly figures of a region, and the rows behind them (F23, M12, M13)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.people.models import Person
from guildhall.placements.models import Experience
from guildhall.placements.wbl import EDUCATORS, INTERNSHIPS
from guildhall.store.days import year_range
from guildhall.students.querysets import places_of

# What the table counts, by its names there: the activities of each.
COUNTED: dict[str, tuple[str, ...]] = {
    "job_shadow": ("job_shadow",),
    "internship": INTERNSHIPS,
    "teacher_externship": (EDUCATORS,),
}
LABELS: dict[str, Any] = {
    "job_shadow": _("Job shadows"),
    "internship": _("Internships"),
    "teacher_externship": _("Teacher externships"),
}
FEWEST = 10  # students of other institutions that a cell may speak of

# People are distinct by the student whom an institution has, else by what its list calls them; employers by what they
# are after every merge. Where nobody has said yet which one is meant, it is the one that another institution means by
# that name, or else the name itself.
STATEMENT = """
WITH known AS (
  SELECT key, min(employer_id::text) AS employer FROM placements_host WHERE employer_id IS NOT NULL GROUP BY key)
SELECT y.year, c.name,
  count(DISTINCT coalesce(e.student_id::text, e.institution_id || ' ' || e.person)),
  count(DISTINCT coalesce(h.employer_id::text, known.employer, h.key)),
  count(DISTINCT coalesce(e.student_id::text, e.institution_id || ' ' || e.person))
    FILTER (WHERE e.institution_id = ANY(%(own)s::uuid[])),
  count(DISTINCT coalesce(e.student_id::text, e.institution_id || ' ' || e.person))
    FILTER (WHERE e.institution_id != ALL(%(own)s::uuid[]) AND e.who = 'student')
FROM unnest(%(years)s::int[]) AS y(year)
JOIN placements_experience e
  ON e.start_on BETWEEN make_date(y.year, 1, 1) AND make_date(y.year, 12, 31) AND e.status = 'completed'
JOIN unnest(%(codes)s::text[], %(names)s::text[]) AS c(code, name) ON c.code = e.activity
LEFT JOIN placements_host h ON h.id = e.host_id
LEFT JOIN known ON known.key = h.key AND h.employer_id IS NULL
GROUP BY y.year, c.name
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: people and employers, the people of one's own institutions, and the students of others."""

    people: int = 0
    employers: int = 0
    own: int = 0
    foreign_students: int = 0

    @property
    def told(self) -> bool:
        """Whether it may be told to somebody from one of the own institutions: others' students are none, or many."""
        return not 0 < self.foreign_students < FEWEST


@dataclass(frozen=True)
class Year:
    """The figures of one year, by what is counted."""

    year: int
    cells: dict[str, Cell] = field(default_factory=dict)


def accomplishments(first: int, last: int, own: Iterable[UUID] = ()) -> list[Year]:
    """For each year and kind how many different people took part, and with how many different employers (M12).

    The year is that of the first day. It counts everybody's rows, as a keeper: what may be told of it is the caller's.
    """
    years = list(range(first, last + 1))
    pairs = [(code, name) for name, codes in COUNTED.items() for code in codes]
    values: dict[str, Any] = {
        "own": list(own),
        "years": years,
        "codes": [code for code, _name in pairs],
        "names": [name for _code, name in pairs],
    }
    with keeping(Keeper.RECOUNT, "the yearly figures"), connection.cursor() as cursor:
        cursor.execute(STATEMENT, values)
        cells = {(year, name): Cell(*counts) for year, name, *counts in cursor.fetchall()}
    return [Year(year, {name: cells.get((year, name), Cell()) for name in COUNTED}) for year in years]


def as_report(years: Iterable[Year]) -> dict[str, Any]:
    """The figures as the command line prints them."""

    def told(cell: Cell) -> dict[str, int]:
        return {"people": cell.people, "employers": cell.employers}

    return {"years": [{"year": one.year} | {name: told(cell) for name, cell in one.cells.items()} for one in years]}


def last_years(count: int = 8) -> tuple[int, int]:
    """The years that a table begins with: this one and those before."""
    today = clock.today()
    return today.year - count + 1, today.year


def rows_behind(person: Person, year: int, name: str) -> QuerySet[Experience]:
    """The rows of one figure that a person sees: those of their own institutions, newest first."""
    first, last = year_range(year)
    rows = Experience.objects.visible_to(person).counted().filter(activity__in=COUNTED[name])
    return rows.filter(start_on__range=(first, last)).select_related("host__employer", "institution", "student")


def own_places(person: Person) -> list[UUID]:
    """The institutions whose students a person sees by name."""
    return places_of(person)
