"""Writing what became of many rows of a list at once."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from guildhall.store.blocks import as_array

MANY = 10_000  # rows from which it pays to start other processes
Outcome = tuple[int, str, UUID | None, dict[str, Any]]  # row, status, employer, effects


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
