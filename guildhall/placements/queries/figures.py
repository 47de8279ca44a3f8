"""The yearly figures of a region, today's and those of any earlier day or attestation (F23, M12, M13, N17)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Trim
from django.utils.translation import gettext_lazy as _

from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.lib.small_counts import FEWEST
from guildhall.people.models import Person
from guildhall.placements.models import Experience
from guildhall.placements.wbl import EDUCATORS, INTERNSHIPS
from guildhall.store.days import year_range
from guildhall.students.models import Registration
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
DEFINITION = 1  # of how it is counted: a new number wherever the statement below begins to count otherwise

# Rows as they are, and as they were: a version holds from the change `since` until the change `until`.
NOW = """
e AS (SELECT institution_id, who, counts_as, activity, host_id, start_on FROM placements_experience
      WHERE status = 'completed'),
h AS (SELECT id, key, employer_id, alone FROM placements_host)"""
PAST = """
e AS (SELECT institution_id, who, counts_as, activity, host_id, start_on FROM placements_experience
      WHERE status = 'completed' AND {began}
      UNION ALL SELECT institution_id, who, counts_as, activity, host, start_on FROM placements_pastexperience
      WHERE {began} AND {ended}),
h AS (SELECT id, key, employer_id, alone FROM placements_host WHERE {began}
      UNION ALL SELECT host, key, employer, alone FROM placements_pasthost WHERE {began} AND {ended})"""
UP_TO_NUMBER = PAST.format(began="since <= %(number)s", ended="until > %(number)s")
UP_TO_DAY = PAST.format(began="since_on <= %(day)s", ended="until_on > %(day)s")

# People are distinct by `counts_as`: the student whom an institution has, else what its lists call them. Employers by
# what they are after every merge; where nobody has said yet which one is meant, it is the one that another institution
# means by that name, or else the name itself. Employers and kinds are numbered, because comparing numbers is cheap.
STATEMENT = """
WITH {rows},
known AS (SELECT key, min(employer_id::text) AS employer FROM h WHERE employer_id IS NOT NULL GROUP BY key),
hosts AS (
  SELECT h.id, dense_rank() OVER (
    ORDER BY coalesce(h.employer_id::text, CASE WHEN h.alone THEN NULL ELSE known.employer END, h.key))::int AS employer
  FROM h LEFT JOIN known ON known.key = h.key AND h.employer_id IS NULL),
parts AS MATERIALIZED (
  SELECT p.label, c.what, e.counts_as, hosts.employer,
    bool_or(e.institution_id = ANY(%(own)s::uuid[])) AS own,
    bool_or(e.who = 'student' AND e.institution_id != ALL(%(own)s::uuid[])) AS foreign_student
  FROM unnest(%(labels)s::int[], %(firsts)s, %(lasts)s) AS p(label, first_on, last_on)
  JOIN e ON e.start_on BETWEEN p.first_on AND p.last_on {within}
  JOIN unnest(%(codes)s::text[], %(whats)s::int[]) AS c(code, what) ON c.code = e.activity
  LEFT JOIN hosts ON hosts.id = e.host_id
  GROUP BY 1, 2, 3, 4),
people AS (
  SELECT label, what, counts_as, bool_or(own) AS own, bool_or(foreign_student) AS foreign_student
  FROM parts GROUP BY 1, 2, 3),
employers AS (
  SELECT label, what, count(employer) AS n FROM (SELECT DISTINCT label, what, employer FROM parts) d GROUP BY 1, 2)
SELECT people.label, people.what, people.n, employers.n, people.own, people.foreign_students, people.others
FROM (
  SELECT label, what, count(*) AS n, count(*) FILTER (WHERE own) AS own,
    count(*) FILTER (WHERE foreign_student) AS foreign_students,
    count(*) FILTER (WHERE foreign_student AND NOT own) AS others
  FROM people GROUP BY 1, 2) people
JOIN employers USING (label, what)
"""


@dataclass(frozen=True, slots=True)
class AsOf:
    """An earlier state of the record: up to a change, or as it was at the end of a day. Neither: as it is now."""

    number: int | None = None
    day: date | None = None

    @property
    def rows(self) -> str:
        """The part of the statement that reads that state."""
        if self.number is not None:
            return UP_TO_NUMBER
        return NOW if self.day is None else UP_TO_DAY


TODAY = AsOf()


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: people and employers, the people of one's own institutions, and the students of others."""

    people: int = 0
    employers: int = 0
    own: int = 0
    foreign_students: int = 0
    others: int = 0  # students of other institutions whom no own institution has

    @property
    def told(self) -> bool:
        """Whether it may be told to somebody from one of the own institutions: others' students are none, or many."""
        return not 0 < self.foreign_students < FEWEST

    @property
    def at_least(self) -> int:
        """What is told of the people: others' students in full tens, so that no two reports tell of fewer (R6)."""
        return self.people - self.others % FEWEST

    @property
    def is_rounded(self) -> bool:
        return self.others > 0


@dataclass(frozen=True)
class Year:
    """The figures of one year, by what is counted."""

    year: int
    cells: dict[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class Period:
    """From one day to another, under a number of its own."""

    label: int
    first_on: date
    last_on: date


def counted(
    periods: Sequence[Period],
    *,
    own: Iterable[UUID] = (),
    within: Iterable[UUID] | None = None,
    as_of: AsOf = TODAY,
) -> dict[tuple[int, str], Cell]:
    """For each period and kind how many different people took part, and with how many different employers (M12).

    What counts is the first day of a participation. It counts everybody's rows, or those `within` some institutions,
    as a keeper: what may be told of it is the caller's.
    """
    names = list(COUNTED)
    pairs = [(code, what) for what, name in enumerate(names) for code in COUNTED[name]]
    values: dict[str, Any] = {
        "own": list(own),
        "within": list(within or ()),
        "number": as_of.number,
        "day": as_of.day,
        "labels": [one.label for one in periods],
        "firsts": [one.first_on for one in periods],
        "lasts": [one.last_on for one in periods],
        "codes": [code for code, _what in pairs],
        "whats": [what for _code, what in pairs],
    }
    narrowed = "" if within is None else "AND e.institution_id = ANY(%(within)s::uuid[])"
    with keeping(Keeper.RECOUNT, "the yearly figures"), connection.cursor() as cursor:
        cursor.execute(STATEMENT.format(rows=as_of.rows, within=narrowed), values)
        return {(label, names[what]): Cell(*counts) for label, what, *counts in cursor.fetchall()}


def accomplishments(first: int, last: int, own: Iterable[UUID] = (), as_of: AsOf = TODAY) -> list[Year]:
    """The figures of each year from one to another (F23). The year is that of the first day."""
    years = range(first, last + 1)
    cells = counted([Period(year, *year_range(year)) for year in years], own=own, as_of=as_of)
    return [Year(year, {name: cells.get((year, name), Cell()) for name in COUNTED}) for year in years]


def as_report(years: Iterable[Year]) -> dict[str, Any]:
    """The figures as the command line prints them."""
    return {"years": [{"year": one.year} | as_figures(one.cells) for one in years]}


def as_figures(cells: dict[str, Cell]) -> dict[str, Any]:
    """People and employers of each kind."""
    return {name: {"people": cell.people, "employers": cell.employers} for name, cell in cells.items()}


def last_years(count: int = 8) -> tuple[int, int]:
    """The years that a table begins with: this one and those before."""
    today = clock.today()
    return today.year - count + 1, today.year


def rows_behind(person: Person, year: int, name: str) -> QuerySet[Experience]:
    """The rows of one figure that a person sees: those of their own institutions, newest first."""
    first, last = year_range(year)
    rows = Experience.objects.visible_to(person).counted().filter(activity__in=COUNTED[name])
    return of_whom(rows.filter(start_on__range=(first, last)).select_related("host__employer", "institution"))


def of_whom(rows: QuerySet[Experience]) -> QuerySet[Experience]:
    """With each participation the student's name, as the institution of that participation has it."""
    here = Registration.objects.filter(student=OuterRef("student"), institution=OuterRef("institution"))
    name = Trim(Concat("given_name", Value(" "), "family_name"))
    return rows.annotate(student_name=Subquery(here.values(said=name)[:1]))


def own_places(person: Person) -> list[UUID]:
    """The institutions whose students a person sees by name."""
    return places_of(person)
