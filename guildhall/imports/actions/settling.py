"""Writing what became of many rows of a list at once."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from guildhall.employers.models import Employer
from guildhall.store.blocks import among, as_array

MANY = 10_000  # rows from which it pays to start other processes
Outcome = tuple[int, str, UUID | None, dict[str, Any]]  # row, status, employer, effects


@dataclass(slots=True, eq=False)
class Waiting:
    """A row about to be applied, and what came of it."""

    pk: int
    status: str
    decision: str
    target: UUID | None
    together: int | None
    values: dict[str, str]
    where_both: str
    employer: UUID | None = None
    effects: dict[str, Any] = field(default_factory=dict)


def in_blocks(rows: Iterable[tuple[int, Any]], size: int) -> Iterator[list[int]]:
    """The first of each pair in blocks of a size and more; those of one group, the second, are in one block.

    Blocks are worked on side by side: what belongs together must not stand in two.
    """
    block: list[int] = []
    last = None
    for pk, group in rows:
        if len(block) >= size and (group is None or group != last):
            yield block
            block = []
        block.append(pk)
        last = group
    if block:
        yield block


def settle(outcomes: Sequence[Outcome]) -> None:
    """Write status, employer and effects of rows in one statement."""
    if not outcomes:
        return
    columns: list[list[Any]] = [
        [pk for pk, _s, _e, _f in outcomes],
        [str(status) for _p, status, _e, _f in outcomes],
        [str(employer) if employer else None for _p, _s, employer, _f in outcomes],
        [json.dumps(effects) for _p, _s, _e, effects in outcomes],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE imports_row r SET status = v.status, employer = v.employer::uuid, effects = v.effects::jsonb
               FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS v(id, status, employer, effects)
               WHERE r.id = v.id""",
            [*map(as_array, columns)],
        )


def heirs(ids: set[UUID]) -> dict[UUID, UUID]:
    """Employers that are still there; what belonged to a merged one lies with the one that it was merged into."""
    by_key: dict[UUID, UUID] = {}
    merged = dict(Employer.objects.filter(pk__in=among(ids)).values_list("pk", "merged_into"))
    while merged:
        ends = {pk: pk if into is None else into for pk, into in merged.items()}
        by_key |= ends
        onward = {into for pk, into in merged.items() if into is not None} - by_key.keys()
        merged = dict(Employer.objects.filter(pk__in=onward).values_list("pk", "merged_into"))
    for pk in by_key:
        while by_key[by_key[pk]] != by_key[pk]:
            by_key[pk] = by_key[by_key[pk]]
    return by_key
