"""What surrounds some memberships: the institutions near them, and what stands between a role and what it grants.

Every request asks for it, so it is one statement written by hand; the memberships of a list are asked for at once.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from guildhall.lib import clock
from guildhall.lib.periods import months_after
from guildhall.people.earning import CourseHeld, Gate, TermsHeld, gate_of
from guildhall.people.permissions import Place

# Institutions below and above the posts; terms in force and those published for a day ahead, with who accepted them;
# open courses, with their next session and when each person attended last.
STATEMENT = """
SELECT
  to_jsonb(ARRAY(
    SELECT jsonb_build_object('pk', i.id, 'kind', i.kind, 'lineage', i.lineage)
    FROM people_institution i WHERE i.lineage && %(posts)s::uuid[] OR i.id = ANY(%(above)s::uuid[])
    ORDER BY i.id)),
  to_jsonb(ARRAY(
    SELECT jsonb_build_object('at', t.institution_id, 'pk', t.id, 'number', t.number, 'institution', i.name,
      'since', t.in_force_from,
      'accepted', ARRAY(SELECT a.person_id FROM people_termsacceptance a
                        WHERE a.terms_id = t.id AND a.person_id = ANY(%(persons)s::uuid[])))
    FROM people_terms t JOIN people_institution i ON i.id = t.institution_id
    WHERE t.institution_id = ANY(%(above)s::uuid[]) AND NOT EXISTS (
      SELECT FROM people_terms newer WHERE newer.institution_id = t.institution_id AND newer.number > t.number
        AND newer.in_force_from <= %(today)s)
    ORDER BY t.institution_id, t.number)),
  to_jsonb(ARRAY(
    SELECT jsonb_build_object('at', c.institution_id, 'pk', c.id, 'title', c.title, 'unlocks', c.unlocks,
      'months', c.valid_months, 'required_from', c.required_from,
      'next', (SELECT min(s.starts_at) FROM people_trainingsession s
               WHERE s.course_id = c.id AND s.cancelled_at IS NULL AND s.starts_at > %(now)s),
      'attended', (SELECT jsonb_object_agg(latest.person_id, latest.starts_at) FROM (
                     SELECT seat.person_id, max(s.starts_at) AS starts_at
                     FROM people_attendance seat JOIN people_trainingsession s ON s.id = seat.session_id
                     WHERE s.course_id = c.id AND seat.attended AND seat.person_id = ANY(%(persons)s::uuid[])
                     GROUP BY seat.person_id) latest))
    FROM people_course c WHERE c.institution_id = ANY(%(above)s::uuid[]) AND c.closed_at IS NULL
    ORDER BY c.title))
"""


@dataclass(frozen=True)
class Surroundings:
    """Of some memberships: the institutions below and above them, the terms and courses that bind them."""

    places: tuple[Place, ...] = ()
    terms: Sequence[dict[str, Any]] = ()
    courses: Sequence[dict[str, Any]] = ()

    @classmethod
    def of(cls, memberships: Iterable[Any]) -> "Surroundings":
        """Read them; `memberships` come with their institutions."""
        rows = list(memberships)
        if not rows:
            return cls()
        values = {
            "posts": [row.institution_id for row in rows],
            "above": list({pk for row in rows for pk in row.institution.lineage}),
            "persons": list({row.person_id for row in rows}),
            "today": clock.today(),
            "now": clock.now(),
        }
        with connection.cursor() as cursor:
            cursor.execute(STATEMENT, values)
            places, terms, courses = map(json.loads, cursor.fetchone())
        return cls(tuple(_place(row) for row in places), terms, courses)

    def gate(self, membership: Any) -> Gate:
        """What stands between one of the memberships and what its role grants."""
        above, person = {str(pk) for pk in membership.institution.lineage}, str(membership.person_id)
        terms = [_terms(row, person) for row in self.terms if row["at"] in above]
        courses = tuple(_course(row, person) for row in self.courses if row["at"] in above)
        return gate_of(terms, courses, clock.today())


def _place(row: dict[str, Any]) -> Place:
    return Place(UUID(row["pk"]), row["kind"], tuple(UUID(pk) for pk in row["lineage"]))


def _terms(row: dict[str, Any], person: str) -> TermsHeld:
    since = date.fromisoformat(row["since"])
    return TermsHeld(UUID(row["pk"]), row["number"], row["institution"], since, person in row["accepted"])


def _course(row: dict[str, Any], person: str) -> CourseHeld:
    today, last = clock.today(), (row["attended"] or {}).get(person)
    until = months_after(clock.day_of(datetime.fromisoformat(last)), row["months"]) if last else None
    return CourseHeld(
        pk=UUID(row["pk"]),
        title=row["title"],
        unlocks=frozenset(row["unlocks"]),
        required=date.fromisoformat(row["required_from"]) <= today,
        valid_until=until,
        current=until is not None and today < until,
        next_on=clock.day_of(datetime.fromisoformat(row["next"])) if row["next"] else None,
    )
