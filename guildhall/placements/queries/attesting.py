"""How far figures are attested, by whom and when, and what changed since (N17, G9, B13)."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from guildhall.context import Keeper, keeping
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import WITHOUT_STUDENTS, Permission
from guildhall.placements.models import Attestation, Experience
from guildhall.placements.queries.figures import COUNTED, LABELS, TODAY, AsOf, Cell, Period, counted, of_whom
from guildhall.students.querysets import places_of

ACTIVITIES = [code for codes in COUNTED.values() for code in codes]

# Of every year and institution: on how many days rows are open, which means not as they were attested: none covers the
# day, or a row came or changed since, or one that was attested has gone.
STANDING = """
WITH days AS (
  SELECT institution_id, start_on, max(since) AS latest FROM placements_experience
  WHERE status = 'completed' AND activity = ANY(%(activities)s) AND start_on BETWEEN %(first)s AND %(last)s
  GROUP BY 1, 2),
attested AS (
  SELECT institution_id, first_on, last_on, max(number) AS number FROM placements_attestation
  WHERE withdrawn_at IS NULL GROUP BY 1, 2, 3),
open_days AS (
  SELECT d.institution_id, d.start_on, coalesce(max(a.number) < d.latest, TRUE) AS is_open
  FROM days d LEFT JOIN attested a
    ON a.institution_id = d.institution_id AND d.start_on BETWEEN a.first_on AND a.last_on
  GROUP BY d.institution_id, d.start_on, d.latest
  UNION ALL
  SELECT p.institution_id, p.start_on, bool_or(p.until > newest.number AND p.since <= newest.number)
  FROM placements_pastexperience p JOIN LATERAL (
    SELECT max(a.number) AS number FROM attested a
    WHERE a.institution_id = p.institution_id AND p.start_on BETWEEN a.first_on AND a.last_on) newest
    ON newest.number IS NOT NULL
  WHERE p.activity = ANY(%(activities)s) AND p.start_on BETWEEN %(first)s AND %(last)s
  GROUP BY 1, 2)
SELECT y.year, institution_id, count(*) FILTER (WHERE is_open)
FROM open_days JOIN unnest(%(years)s::int[]) AS y(year)
  ON start_on BETWEEN make_date(y.year, 1, 1) AND make_date(y.year, 12, 31)
GROUP BY 1, 2
"""


def places_below(institution: Institution) -> list[UUID]:
    """An institution and all that stands below it."""
    return list(Institution.objects.under(institution.pk).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one institution's rows of a year are attested, and the last attestation that covers any of it."""

    institution: Institution
    open_days: int  # with a row that is not as it was attested
    last: Attestation | None = None

    @property
    def is_attested(self) -> bool:
        return not self.open_days


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How far a year is attested: by how many of the institutions that have rows in it, and who came last."""

    of: tuple[Standing, ...] = ()

    @property
    def done(self) -> int:
        return sum(one.is_attested for one in self.of)

    @property
    def is_whole(self) -> bool:
        return bool(self.of) and self.done == len(self.of)

    @property
    def last(self) -> Attestation | None:
        """The latest attestation: when somebody last stood by these figures, and who (B13)."""
        rows = [one.last for one in self.of if one.last is not None]
        return max(rows, key=lambda row: row.at, default=None)


def open_days(first: int, last: int) -> list[tuple[int, UUID, int]]:
    """For each year and institution that has rows in it: on how many days a row is not as it was attested."""
    period: dict[str, Any] = {"activities": ACTIVITIES, "first": date(first, 1, 1), "last": date(last, 12, 31)}
    period["years"] = list(range(first, last + 1))
    with keeping(Keeper.RECOUNT, "how far figures are attested"), connection.cursor() as cursor:
        cursor.execute(STANDING, period)
        return cursor.fetchall()


def confirmed(days: Sequence[tuple[int, UUID, int]]) -> dict[int, Confirmed]:
    """For each year the institutions that have rows in it, and how far each attested them, given those days. Names
    nobody but staff.
    """
    if not days:
        return {}
    places = Institution.objects.in_bulk({pk for _year, pk, _open in days})
    latest = _latest(places)
    results: dict[int, list[Standing]] = {}
    for year, pk, still_open in days:
        rows = [row for row in latest.get(pk, ()) if row.first_on.year <= year <= row.last_on.year]
        results.setdefault(year, []).append(Standing(places[pk], still_open, rows[0] if rows else None))
    return {year: Confirmed(tuple(sorted(rows, key=lambda s: s.institution.name))) for year, rows in results.items()}


def attested(first: int, last: int) -> set[tuple[UUID, int]]:
    """Which institutions attested all that they have in which year (N17)."""
    return {(pk, year) for year, pk, still_open in open_days(first, last) if not still_open}


def _latest(places: dict[UUID, Institution]) -> dict[UUID, list[Attestation]]:
    """The attestations that stand, newest first, by institution."""
    results: dict[UUID, list[Attestation]] = {}
    for row in Attestation.objects.standing().filter(institution__in=list(places)).select_related("by"):
        results.setdefault(row.institution_id, []).append(row)
    return results


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure as it was attested, and as it is now."""

    name: str
    label: Any
    then: Cell
    now: Cell

    @property
    def differs(self) -> bool:
        return (self.then.at_least, self.then.employers) != (self.now.at_least, self.now.employers)


def compared(person: Person, row: Attestation) -> list[Compared]:
    """What an attestation said, counted again, beside the same figures as they are now.

    Whoever attests the institution, or sees its students, gets them to the digit.
    """
    places = places_below(row.institution)
    own = places if sees_exactly(person, row.institution) else places_of(person)
    then, now = (counted_within(row, places, own, as_of) for as_of in (AsOf(number=row.number), TODAY))
    return [Compared(name, label, then[name], now[name]) for name, label in LABELS.items()]


def figures_of(institution: Institution, term: Any, as_of: AsOf = TODAY) -> dict[str, Cell]:
    """What attesting a period of an institution says, each figure by its name."""
    places = places_below(institution)
    with keeping(Keeper.RECOUNT, "what is to be attested"):
        return counted_within(term, places, places, as_of)


def seal_of(institution: Institution, term: Any, figures: dict[str, Cell]) -> str:
    """What a form carries of the figures that it shows, so that others than those that were read are not attested."""
    period = [str(institution.pk), term.first_on.isoformat(), term.last_on.isoformat()]
    counts = sorted((name, cell.people, cell.employers) for name, cell in figures.items())
    return hashlib.sha256(json.dumps([period, counts]).encode()).hexdigest()


def counted_within(row: Any, places: list[UUID], own: list[UUID], as_of: AsOf) -> dict[str, Cell]:
    """The figures of an attestation's period, as they were at some time."""
    cells = counted([Period(0, row.first_on, row.last_on)], own=own, within=places, as_of=as_of)
    return {name: cells.get((0, name), Cell()) for name in LABELS}


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of one kind that came, went or count otherwise since an attestation, on one day."""

    on: date
    name: str
    added: int
    removed: int
    changed: int

    @property
    def label(self) -> Any:
        return LABELS[self.name]


# A version that began after the attestation was added, unless the same row counted before; one that ended after it
# went, unless the same row still counts.
CHANGES = """
WITH before AS (
  SELECT experience AS id, activity, until_on AS day FROM placements_pastexperience
  WHERE since <= %(number)s AND until > %(number)s
    AND institution_id = ANY(%(places)s::uuid[]) AND start_on BETWEEN %(first)s AND %(last)s),
after AS (
  SELECT id, activity, since_on AS day FROM placements_experience
  WHERE status = 'completed' AND since > %(number)s
    AND institution_id = ANY(%(places)s::uuid[]) AND start_on BETWEEN %(first)s AND %(last)s)
SELECT coalesce(a.day, b.day), c.name,
  count(*) FILTER (WHERE b.id IS NULL), count(*) FILTER (WHERE a.id IS NULL),
  count(*) FILTER (WHERE a.id IS NOT NULL AND b.id IS NOT NULL)
FROM before b FULL JOIN after a ON a.id = b.id
JOIN unnest(%(codes)s::text[], %(names)s::text[]) AS c(code, name) ON c.code = coalesce(a.activity, b.activity)
GROUP BY 1, 2 ORDER BY 1 DESC, 2
"""


def changes_since(row: Attestation) -> list[Change]:
    """What changed since an attestation, day by day: "1 row added on …" (N17)."""
    pairs = [(code, name) for name, codes in COUNTED.items() for code in codes]
    values: dict[str, Any] = {
        "number": row.number, "places": places_below(row.institution), "first": row.first_on, "last": row.last_on,
        "codes": [code for code, _name in pairs], "names": [name for _code, name in pairs],
    }  # fmt: skip
    with keeping(Keeper.RECOUNT, "what changed since an attestation"), connection.cursor() as cursor:
        cursor.execute(CHANGES, values)
        return [Change(*found) for found in cursor.fetchall()]


NAMES = """
SELECT count(*) FROM placements_host h WHERE h.institution_id = ANY(%(places)s::uuid[]) AND h.since > %(number)s
  AND EXISTS (SELECT FROM placements_pasthost p WHERE p.host = h.id AND p.since <= %(number)s AND p.until > %(number)s)
"""


def names_settled_since(row: Attestation) -> int:
    """Of how many names it was said since, or undone, which employer is meant; a merge counts too."""
    with keeping(Keeper.RECOUNT, "what changed since an attestation"), connection.cursor() as cursor:
        cursor.execute(NAMES, {"number": row.number, "places": places_below(row.institution)})
        return int(cursor.fetchone()[0])


def rows_since(person: Person, row: Attestation) -> Any:
    """The rows that came or changed since an attestation, as far as a person sees them, newest first."""
    rows = Experience.objects.visible_to(person).counted().filter(activity__in=ACTIVITIES, since__gt=row.number)
    rows = rows.filter(institution__lineage__contains=[row.institution_id])
    rows = rows.filter(start_on__range=(row.first_on, row.last_on))
    return of_whom(rows.select_related("host__employer", "institution"))


def late(person: Person, rows: Sequence[Experience]) -> set[UUID]:
    """Of some rows those that came or changed after their own institution had attested their day."""
    found = set()
    places = {row.institution_id for row in rows}
    attested = list(Attestation.objects.visible_to(person).standing().filter(institution__in=places))
    for row in rows:
        covering = [a for a in attested if a.institution_id == row.institution_id and _covers(a, row.start_on)]
        if covering and row.since > max(a.number for a in covering):
            found.add(row.pk)
    return found


def _covers(row: Attestation, day: date) -> bool:
    return row.first_on <= day <= row.last_on


def sees_exactly(person: Person, institution: Institution) -> bool:
    """Whether the figures of an institution are a person's own: whoever attests them, or sees its students."""
    return institution.pk in {*places_of(person), *places_of(person, Permission.ATTEST_FIGURES)}


def institutions_to_attest(person: Person) -> Any:
    """The institutions whose figures a person attests: a director those of the region alone."""
    own = Q(pk__in=places_of(person, Permission.ATTEST_FIGURES)) | Q(kind__in=WITHOUT_STUDENTS)
    rows = Institution.objects.where(person, Permission.ATTEST_FIGURES).open().filter(own)
    return rows.order_by("lineage__len", "name")
