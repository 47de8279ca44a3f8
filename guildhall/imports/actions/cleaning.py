"""The rows of a list as they are read, cleaned and checked, not compared yet."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from guildhall.imports import readers
from guildhall.imports.checking import Problem, check, extra_cells
from guildhall.imports.kinds import Kind, too_long
from guildhall.imports.models import Batch, Row

Status = Row.Status


@dataclass(slots=True)
class Checked:
    """A row as it was read, checked and compared."""

    values: dict[str, str]
    errors: list[dict[str, str]]
    status: str
    fingerprint: str
    line: int = 0
    sheet: str | None = None
    pk: int = 0
    note: str = ""
    candidates: list[dict[str, Any]] = field(default_factory=list)
    repeats: int | None = None
    target: UUID | None = None
    together: int | None = None


def rows_of(batch: Batch, kind: Kind) -> Iterator[Checked]:
    """Every row of every sheet, cleaned and checked, not compared yet."""
    if not batch.has_file():  # somebody in it asked to be erased, or it was kept long enough
        raise readers.Unreadable("The file of this list is not kept any more. Bring it again.")
    with batch.file_at_hand() as path:
        sheets = {s.name or "": s for s in readers.sheets(path)}
        for name, columns in batch.columns.items():
            if name not in sheets or not columns:
                continue
            for source in readers.rows(path, sheet := sheets[name]):
                raw = {key: source.cells[at] for key, at in columns.items() if at < len(source.cells)}
                row = checked_row(kind, raw, batch)
                row.line, row.sheet = source.line, source.sheet
                if extra := extra_cells(source.cells, len(sheet.header)):
                    row.errors += [_as_json(p) for p in extra]
                    row.status = Status.INVALID
                yield row


def checked_row(kind: Kind, raw: dict[str, str], batch: Batch) -> Checked:
    """A row from raw values: cleaned, with its problems and its fingerprint."""
    values, problems = check(raw, kind.fields)
    problems = problems + too_long(values)
    kept = {**{p.field: p.value for p in problems if p.field}, **values} if problems else values
    text = json.dumps([str(batch.institution_id), batch.kind, sorted(values.items())], ensure_ascii=False)
    mark = hashlib.sha256(text.encode()).hexdigest()[:32]
    return Checked(kept, [_as_json(p) for p in problems], Status.INVALID if problems else Status.NEW, mark)


def _as_json(problem: Problem) -> dict[str, str]:
    return {"field": problem.field, "value": problem.value[:300], "message": problem.message}
