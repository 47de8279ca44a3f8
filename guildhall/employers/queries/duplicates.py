"""Which employers of the record may be the ones that somebody enters: found by shared keys, judged by matching."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from guildhall.employers import matching
from guildhall.employers.models import Employer, Identifier, Site

HOT_KEY = 60  # a key that more employers than this share tells too little to be worth comparing
MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """An employer that an entered one may be, how sure that is (0 to 1) and why."""

    employer: UUID
    score: float
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    same_name: bool


def likely_duplicates(
    records: Sequence[matching.Record], *, at_least: float = matching.POSSIBLE, ignoring: UUID | None = None
) -> list[list[Candidate]]:
    """Per record, the employers that it may be, surest first, at most five. Sees restricted ones: callers filter."""
    keys = [matching.keys(record) for record in records]
    holders = _holders_of_keys({key for found in keys for key in found})
    wanted = [{pk for key in found for pk in holders.get(key, ())} - {ignoring} for found in keys]
    known = _records({pk for found in wanted for pk in found})
    pairs: list[tuple[int, UUID, matching.Record]] = [
        (n, pk, other) for n, found in enumerate(wanted) for pk in found for other in known.get(pk, ())
    ]
    likenesses = matching.compare_pairs([(records[n], other) for n, _pk, other in pairs])
    best: list[dict[UUID, Candidate]] = [{} for _record in records]
    for (n, pk, other), likeness in zip(pairs, likenesses, strict=True):
        before = best[n].get(pk)
        if before is None or likeness.score > before.score:
            same = matching.same_name(records[n], other)
            best[n][pk] = Candidate(pk, round(likeness.score, 3), likeness.reasons, likeness.against, same)
    return [
        sorted((c for c in found.values() if c.score >= at_least), key=lambda c: (-c.score, str(c.employer)))[
            :MOST_CANDIDATES
        ]
        for found in best
    ]


def _holders_of_keys(keys: set[str]) -> dict[str, list[UUID]]:
    """The employers under each key, but for keys that too many share."""
    if not keys:
        return {}
    found: dict[str, list[UUID]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT k.key, m.employer_id FROM unnest(%s::text[]) AS k(key)
               CROSS JOIN LATERAL (
                   SELECT employer_id FROM employers_matchkey WHERE key = k.key LIMIT %s
               ) AS m""",
            [[key[:120] for key in keys], HOT_KEY + 1],
        )
        for key, pk in cursor:
            found[key].append(pk)
    return {key: pks for key, pks in found.items() if len(pks) <= HOT_KEY}


def _records(ids: set[UUID]) -> dict[UUID, list[matching.Record]]:
    rows = Employer.objects.filter(pk__in=ids, merged_into=None).only("name", "domain")
    return {row.pk: records_of(row) for row in rows.prefetch_related("names", "sites", "identifiers")}


def records_of(employer: Employer) -> list[matching.Record]:
    """An employer as matching compares it: one record a site. Names, sites and identifiers are prefetched."""
    eins = [i.value for i in employer.identifiers.all() if i.scheme == Identifier.Scheme.EIN]
    others = tuple(n.name for n in employer.names.all())
    sites: list[Site | None] = list(employer.sites.all()) or [None]
    return [
        matching.Record(
            id=str(employer.pk),
            name=employer.name,
            other_names=others,
            street=site.street if site else "",
            city=site.city if site else "",
            state=site.state if site else "",
            zip=site.zip if site else "",
            phone=site.phone if site else "",
            domain=employer.domain,
            ein=eins[0] if eins else "",
        )
        for site in sites
    ]
