"""Filling the queue of likely duplicates, and judging its pairs (J15)."""

import json
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection, transaction

from guildhall.audit.recording import record
from guildhall.employers import matching, rules
from guildhall.employers.models import DuplicatePair, Employer
from guildhall.employers.queries.duplicates import Candidate, compared, likely_duplicates, records_of
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person

BLOCK = 500
Pair = tuple[UUID, UUID]


def find_pairs(ids: Iterable[UUID] | None = None) -> int:
    """Look for employers that may be one, among all or for some; returns how many pairs were found (J15).

    Pairs that somebody judged are left alone; open ones take the new score. Running it twice does no harm.
    """
    rows = Employer.objects.filter(merged_into=None)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    results: set[Pair] = set()
    for start in range(0, len(keys), BLOCK):
        with transaction.atomic():  # a block at a time: the queue fills while the search goes on
            pairs = _pairs_of(keys[start : start + BLOCK])
            _keep(pairs)
        results |= pairs.keys()
    _renew_scores(None if ids is None else keys, results)
    return len(results)


def _pairs_of(keys: Sequence[UUID]) -> dict[Pair, Candidate]:
    rows = Employer.objects.filter(pk__in=keys).only("name", "domain")
    records = [(e.pk, r) for e in rows.prefetch_related("names", "sites", "identifiers") for r in records_of(e)]
    result = likely_duplicates([r for _pk, r in records], ignoring=[pk for pk, _r in records])
    best: dict[Pair, Candidate] = {}
    for (pk, _record), candidates in zip(records, result, strict=True):
        for candidate in candidates:
            pair = (min(pk, candidate.employer), max(pk, candidate.employer))
            known = best.get(pair)
            if candidate.score >= matching.POSSIBLE and (known is None or candidate.score > known.score):
                best[pair] = candidate
    return best


def _keep(pairs: dict[Pair, Candidate]) -> None:
    """Write pairs in the order of their keys, so that two searches at once never wait for each other in a circle."""
    rows = [
        (new_id(), one, other, c.score, json.dumps(c.reasons), json.dumps(c.against))
        for (one, other), c in sorted(pairs.items())
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO employers_duplicatepair
                   (id, first_id, second_id, score, reasons, against, state, found_at)
               SELECT p.id, p.one, p.other, p.score, p.reasons::jsonb, p.against::jsonb, 'open', %s
               FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::float8[], %s::text[], %s::text[])
                   AS p(id, one, other, score, reasons, against)
               ON CONFLICT (first_id, second_id) DO UPDATE
               SET score = EXCLUDED.score, reasons = EXCLUDED.reasons, against = EXCLUDED.against
               WHERE employers_duplicatepair.state = 'open'""",
            [clock.now(), *([list(column) for column in zip(*rows, strict=True)] if rows else [[]] * 6)],
        )


def _renew_scores(keys: Sequence[UUID] | None, found: set[Pair]) -> None:
    """Open pairs that the search did not meet again are compared anew: an edit may have told the two apart."""
    rows = DuplicatePair.objects.filter(state=DuplicatePair.State.OPEN)
    rows = rows.filter(first__merged_into=None, second__merged_into=None)
    if keys is not None:
        rows = rows.filter(first__in=keys) | rows.filter(second__in=keys)
    left = [pair for pair in rows.values_list("first", "second") if pair not in found]
    for start in range(0, len(left), BLOCK):
        with transaction.atomic():
            _keep(compared(left[start : start + BLOCK]))


@transaction.atomic
def pair_up(one: Employer, other: Employer, *, by: Person) -> DuplicatePair:
    """Put two employers side by side that somebody holds for one, whatever the score says (J15)."""
    require(rules.can_merge(by))
    if one.pk == other.pk:
        refuse("Choose two different employers.")
    if Employer.objects.visible_to(by).filter(pk__in=[one.pk, other.pk]).count() < 2:
        refuse("Only somebody who sees both records may compare them.")
    pair = (min(one.pk, other.pk), max(one.pk, other.pk))
    _keep(compared([pair]))
    return DuplicatePair.objects.get(first=pair[0], second=pair[1])


@transaction.atomic
def judge_different(pair: DuplicatePair, *, by: Person, reason: str = "") -> None:
    """Say that two employers are two: the pair leaves the queue and no search brings it back (J15)."""
    require(rules.can_merge(by))
    duplicate_pair = DuplicatePair.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=pair.pk).first()
    if duplicate_pair is None:
        refuse("Only somebody who sees both records may judge them.")
    if duplicate_pair.state != DuplicatePair.State.OPEN:
        refuse("Somebody has judged these two already.")
    duplicate_pair.state, duplicate_pair.judged_by, duplicate_pair.judged_at = (
        DuplicatePair.State.DIFFERENT,
        by,
        clock.now(),
    )
    duplicate_pair.save(update_fields=["state", "judged_by", "judged_at"])
    record(
        "judge different", duplicate_pair, by=by, before={"state": "open"}, after={"state": "different"}, reason=reason
    )
