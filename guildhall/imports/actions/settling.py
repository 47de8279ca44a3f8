"""Writing what became of many rows of a list at once."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from guildhall.imports.models import Batch

Outcome = tuple[int, str, UUID | None, dict[str, Any]]  # row, status, employer, effects


def settle(batch: Batch, outcomes: Sequence[Outcome]) -> None:
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
               WHERE r.batch_id = %s AND r.id = v.id""",
            [*columns, batch.pk],
        )
