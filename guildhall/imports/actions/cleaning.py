"""The rows of a list as they are read, cleaned and checked, not compared yet."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from guildhall.imports import clerk, readers
from guildhall.imports.checking import Problem, check, extra_cells
from guildhall.imports.columns import JOINED, wishes
from guildhall.imports.kinds import Kind, too_long
from guildhall.imports.models import Batch, Row
from guildhall.lib import sentences

Status = Row.Status


@dataclass(slots=True)
class Checked:
    """A row as it was read, checked and compared."""

    values: dict[str, str]
    errors: list[dict[str, Any]]
    status: str
    fingerprint: str
    line: int = 0
    sheet: str | None = None
    pk: int = 0
    note: str = ""
    candidates: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[dict[str, Any]] = field(default_factory=list)
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
                raw = cells_by_field(columns, source.cells)
                wishes.read_by_title(raw, columns, sheet.header)
                row = checked_row(kind, raw, batch)
                row.line, row.sheet = source.line, source.sheet
                if extra := extra_cells(source.cells, len(sheet.header)):
                    row.errors += [_as_json(p) for p in extra]
                    row.status = Status.INVALID
                yield row


def cells_by_field(columns: Mapping[str, Any], cells: Sequence[str]) -> dict[str, str]:
    """What a row holds for each field; several columns of one field are joined, as far as they differ."""
    raw = {}
    for key, at in columns.items():
        if isinstance(at, int):
            if at < len(cells):
                raw[key] = cells[at]
            continue
        parts = dict.fromkeys(cells[n].strip() for n in at if n < len(cells) and cells[n].strip())
        raw[key] = JOINED.get(key, "; ").join(parts)
    return raw


def checked_row(kind: Kind, raw: dict[str, str], batch: Batch, *, seen: Mapping[str, str] | None = None) -> Checked:
    """A row from raw values: read as a clerk reads it, cleaned, with its problems and its fingerprint.

    `seen` are values that somebody has looked at and left as they stand.
    """
    read = clerk.read(raw, _keys(type(kind)), seen)
    values, problems = check(read.raw, kind.fields)
    doubts = [Problem(d.field, d.value, d.message, d.suggest, stands=True) for d in read.doubts]
    problems = [*problems, *doubts, *too_long(values), *kind.problems(values)]
    kept = {**{p.field: p.value for p in problems if p.field and not p.stands}, **values} if problems else values
    text = json.dumps([str(batch.institution_id), batch.kind, sorted(values.items())], ensure_ascii=False)
    mark = hashlib.sha256(text.encode()).hexdigest()[:32]
    row = Checked(kept, [_as_json(p) for p in problems], Status.INVALID if problems else Status.NEW, mark)
    row.remarks = [{"field": key, **sentences.kept(words)} for key, words in read.remarks]
    return row


@cache
def _keys(kind: Any) -> frozenset[str]:
    return frozenset(field.key for field in kind.fields)


def _as_json(problem: Problem) -> dict[str, Any]:
    more: dict[str, Any] = {"suggest": dict(problem.suggest)} if problem.suggest else {}
    if problem.stands:
        more["stands"] = True
    return {"field": problem.field, "value": problem.value[:300], **sentences.kept(problem.message), **more}
