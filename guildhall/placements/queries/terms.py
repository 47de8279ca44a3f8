"""Which terms are to be attested by whom, and how far each is (N17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from guildhall.context import Keeper, keeping
from guildhall.lib import clock
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import WITHOUT_STUDENTS, Permission
from guildhall.placements.models import Attestation, DueTerm
from guildhall.placements.queries.attesting import ACTIVITIES, institutions_to_attest
from guildhall.students.querysets import places_of

SHOWN_DAYS = 730  # for which a term that was due still stands on the page

# Of each term and each institution that attests it and has rows in it: the newest attestation that covers the whole
# term, and whether rows came or changed since. A row that went since counts as a change as well.
STANDS = """
SELECT t.id, i.id, a.id, bool_or(a.id IS NOT NULL AND (e.since > a.number OR e.went))
FROM placements_dueterm t
JOIN people_institution i ON t.institution_id = ANY(i.lineage) AND NOT i.kind = ANY(%(above)s)
JOIN (
  SELECT institution_id, start_on, activity, since, false AS went, 0::bigint AS until FROM placements_experience
  WHERE status = 'completed'
  UNION ALL
  SELECT institution_id, start_on, activity, since, true, until FROM placements_pastexperience) e
  ON e.institution_id = i.id AND e.start_on BETWEEN t.first_on AND t.last_on AND e.activity = ANY(%(activities)s)
LEFT JOIN LATERAL (
  SELECT id, number FROM placements_attestation s
  WHERE s.institution_id = i.id AND s.withdrawn_at IS NULL AND s.first_on <= t.first_on AND s.last_on >= t.last_on
  ORDER BY s.number DESC LIMIT 1) a ON true
WHERE t.id = ANY(%(terms)s::uuid[])
  AND (NOT e.went OR (a.id IS NOT NULL AND e.since <= a.number AND e.until > a.number))
GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class ToAttest:
    """One institution and one term: the attestation that covers it, and whether its rows changed since."""

    term: DueTerm
    institution: Institution
    last: Attestation | None = None
    changed: bool = False

    @property
    def is_done(self) -> bool:
        return self.last is not None and not self.changed

    @property
    def is_late(self) -> bool:
        return not self.is_done and self.term.due_on < clock.today()

    @property
    def has_ended(self) -> bool:
        return self.term.last_on < clock.today()


def to_attest(terms: Sequence[DueTerm], within: Sequence[UUID] | None = None) -> list[ToAttest]:
    """How far each term is at each institution that has rows in it; what is due first comes first.

    Says who attested and whether anything changed, and no number. `within` narrows it to some institutions.
    """
    values: dict[str, Any] = {"terms": [one.pk for one in terms], "activities": ACTIVITIES}
    values["above"] = sorted(WITHOUT_STUDENTS)
    with keeping(Keeper.RECOUNT, "which figures are attested"), connection.cursor() as cursor:
        cursor.execute(STANDS, values)
        found = [row for row in cursor.fetchall() if within is None or row[1] in within]
        rows = Attestation.objects.filter(pk__in=[row[2] for row in found if row[2]]).select_related("by")
        attested = {one.pk: one for one in rows}
    places = Institution.objects.in_bulk({row[1] for row in found})
    by_key = {one.pk: one for one in terms}
    lines = [ToAttest(by_key[t], places[i], attested.get(a), bool(changed)) for t, i, a, changed in found]
    return sorted(lines, key=lambda one: (one.is_done, one.term.due_on, one.institution.name))


def own_terms(person: Person) -> QuerySet[DueTerm]:
    """The terms whose day a person sets: those of the institutions whose figures they attest."""
    return DueTerm.objects.filter(institution__in=institutions_to_attest(person).values("pk"))


def terms_for(person: Person) -> list[DueTerm]:
    """The terms of the institutions that a person belongs to, and of those above and below them, of the last years."""
    places = attested_by(person)
    lineages = {pk for place in Institution.objects.filter(pk__in=places) for pk in place.lineage}
    since = clock.today() - timedelta(SHOWN_DAYS)
    rows = DueTerm.objects.filter(institution__in=lineages | set(places), due_on__gte=since)
    return list(rows.select_related("institution"))


def attested_by(person: Person) -> list[UUID]:
    """The institutions of which a person reads how far they attested: those below their posts, and their own."""
    posts = person.standing.institutions(Permission.ATTEST_FIGURES)
    below = Institution.objects.filter(lineage__overlap=list(posts)).values_list("pk", flat=True)
    return list({*below, *places_of(person)})


def due_soon(days: int) -> list[DueTerm]:
    """The terms that are over, and due in some days or since as many."""
    today = clock.today()
    near: tuple[date, date] = (today - timedelta(days), today + timedelta(days))
    return list(DueTerm.objects.filter(last_on__lt=today, due_on__range=near).select_related("institution"))
