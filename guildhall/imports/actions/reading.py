"""Bringing a list: the file is kept, its tables and columns are found, every row is checked and compared."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers import matching
from guildhall.employers.queries.duplicates import Candidate, likely_duplicates
from guildhall.imports import readers, rules
from guildhall.imports.checking import Problem, check, extra_cells
from guildhall.imports.columns import propose
from guildhall.imports.kinds import Kind, record_of, too_long
from guildhall.imports.kinds.registry import KINDS
from guildhall.imports.models import Batch, Row, SourceMapping
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Institution, Person
from guildhall.prospects.actions.asking import behind_the_wall, may_probe
from guildhall.prospects.models import Probe
from guildhall.protocols.models import Clause
from guildhall.queue import enqueue

BLOCK = 1_000
LARGEST = 100 * 2**20  # bytes


def start_import(
    file: BinaryIO,
    file_name: str,
    *,
    institution: Institution,
    by: Person,
    kind: str = "employers",
    entering: str = "prospects",
    clause: Clause | None = None,
) -> Batch:
    """Keep a list and find its tables and columns. Raises `Refused` for a file that is no list, or too large."""
    require(rules.can_import(by, institution, entering))
    batch = Batch(kind=kind, entering=entering, clause=clause, institution=institution, by=by)
    batch.file_name = Path(file_name).name[:200] or "list"
    folder = settings.FILES / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{batch.pk}.list"
    batch.path, batch.digest = str(path), _keep(file, path)
    try:
        found = [(sheet, list(islice(readers.rows(path, sheet), 200))) for sheet in readers.sheets(path)]
    except readers.Unreadable as error:
        path.unlink(missing_ok=True)
        refuse(str(error))
    for sheet, sample in found:
        batch.headers.append({"name": sheet.name, "line": sheet.header_line, "cells": list(sheet.header)})
        columns = _remembered(batch, sheet) or propose(sheet.header, KINDS[kind].fields, [r.cells for r in sample])
        batch.columns[sheet.name or ""] = columns
    with transaction.atomic():
        batch.save(force_insert=True)
        record(
            "bring a list",
            batch,
            by=by,
            after={"file": batch.file_name, "digest": batch.digest},
            institution=institution,
        )
    return batch


def _keep(file: BinaryIO, path: Path) -> str:
    """Write the file under a random name, outside the web root; returns its digest."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as out:
        while chunk := file.read(2**20):
            size += len(chunk)
            if size > LARGEST:
                out.close()
                path.unlink()
                refuse("This file is larger than 100 MB. Split it, and bring the parts one after the other.")
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()


def _headings(header: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(header)).encode()).hexdigest()


def _remembered(batch: Batch, sheet: Any) -> dict[str, int] | None:
    row = SourceMapping.objects.filter(
        institution=batch.institution, kind=batch.kind, headings=_headings(sheet.header)
    ).first()
    return dict(row.columns) if row else None


@transaction.atomic
def match_columns(batch: Batch, columns: dict[str, dict[str, int]], *, by: Person, in_background: bool = True) -> None:
    """Say which column holds what, per sheet; remembered for the next file with these headings.

    With `in_background` a worker checks the rows; otherwise the caller does, and no job may do it a second time.
    """
    found = Batch.objects.select_for_update(of=("self",)).select_related("institution").get(pk=batch.pk)
    require(rules.can_work_on(by, found))
    if found.state not in (Batch.State.MAPPING, Batch.State.REVIEW, Batch.State.FAILED):
        refuse("The columns of this list cannot be changed any more.")
    if found.rows.filter(status="applied").exists():
        refuse("Rows of this list have been applied already. Undo them first.")
    for header in found.headers:
        SourceMapping.objects.update_or_create(
            institution=found.institution,
            kind=found.kind,
            headings=_headings(header["cells"]),
            defaults={"columns": columns.get(header["name"] or "", {})},
        )
    found.columns, found.state, found.problem = columns, Batch.State.CHECKING, ""
    found.done_count = 0
    found.save()
    found.rows.all().delete()
    record("match columns", found, by=by, after={"columns": columns})
    if in_background:
        transaction.on_commit(lambda: enqueue("imports.check", once=f"check:{batch.pk}", batch=str(batch.pk)))


def check_rows(batch: Batch) -> Batch:
    """Read, check and compare every row of a list. Begins anew when it was interrupted; never on a checked list."""
    batch = Batch.objects.select_related("institution", "by").get(pk=batch.pk)
    if batch.state != Batch.State.CHECKING or batch.rows.filter(status="applied").exists():
        return batch
    if batch.by is None or not may_probe(batch.by):
        return _failed(batch, "More than 30 new names and lists were checked in this hour. Check this list later.")
    batch.rows.all().delete()
    kind = KINDS[batch.kind]
    try:
        rows = list(_rows(batch, kind))
    except readers.Unreadable as error:
        return _failed(batch, str(error))
    _mark_skipped(batch, rows)
    _mark_repeated(kind, rows)
    matched = False
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        matched |= _mark_duplicates(batch, kind, block)
        with transaction.atomic():
            Row.objects.bulk_create(block)
            Batch.objects.filter(pk=batch.pk).update(done_count=start + len(block), row_count=len(rows))
    _link_repeats(batch, rows)
    Probe.objects.create(
        person=batch.by, institution=batch.institution, typed=f"list: {batch.file_name}"[:250], matched=matched
    )
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.REVIEW, row_count=len(rows), done_count=len(rows))
    batch.refresh_from_db()
    return batch


def _failed(batch: Batch, why: str) -> Batch:
    batch.state, batch.problem = Batch.State.FAILED, why[:300]
    batch.save(update_fields=["state", "problem"])
    return batch


def _rows(batch: Batch, kind: Kind) -> Iterator[Row]:
    """Every row of every sheet, cleaned and checked, not compared yet."""
    sheets = {s.name or "": s for s in readers.sheets(batch.path)}
    for name, columns in batch.columns.items():
        if name not in sheets or not columns:
            continue
        sheet = sheets[name]
        for source in readers.rows(batch.path, sheet):
            raw = {key: source.cells[at] for key, at in columns.items() if at < len(source.cells)}
            row = checked_row(kind, raw, batch)
            row.line, row.sheet = source.line, source.sheet
            if extra := extra_cells(source.cells, len(sheet.header)):
                row.errors += [_plain(p) for p in extra]
                row.status = Row.Status.INVALID
            yield row


def checked_row(kind: Kind, raw: dict[str, str], batch: Batch) -> Row:
    """A row from raw values: cleaned, with its problems and its fingerprint."""
    values, problems = check(raw, kind.fields)
    problems = problems + too_long(values)
    kept = {**{p.field: p.value for p in problems if p.field}, **values}
    row = Row(batch=batch, values=kept, status=Row.Status.INVALID if problems else Row.Status.NEW)
    row.errors = [_plain(p) for p in problems]
    text = json.dumps([str(batch.institution_id), batch.kind, sorted(values.items())], ensure_ascii=False)
    row.fingerprint = hashlib.sha256(text.encode()).hexdigest()[:32]
    return row


def _plain(problem: Problem) -> dict[str, str]:
    return {"field": problem.field, "value": problem.value[:300], "message": problem.message}


def _mark_skipped(batch: Batch, rows: Sequence[Row]) -> None:
    """The same row of the same source, applied before and not undone, creates nothing again."""
    seen: dict[str, str] = {}
    prints = [row.fingerprint for row in rows]
    for start in range(0, len(prints), 5_000):
        found = Row.objects.filter(
            fingerprint__in=prints[start : start + 5_000], status="applied", batch__institution=batch.institution
        )
        seen |= {
            f: f"{name}, {when:%Y-%m-%d}"
            for f, name, when in found.values_list("fingerprint", "batch__file_name", "batch__created_at")
        }
    for row in rows:
        if row.status == Row.Status.NEW and row.fingerprint in seen:
            row.status, row.note = Row.Status.SKIPPED, f"unchanged since {seen[row.fingerprint]}"[:120]


def _mark_repeated(kind: Kind, rows: Sequence[Row]) -> None:
    """Rows of one employer within the file: the first is new, the others are repeated."""
    new = [row for row in rows if row.status == Row.Status.NEW]
    keys: Sequence[Any]
    if kind is KINDS["contacts"]:  # many people of one employer are no repetition; the same person twice is
        keys = [kind.title(row.values).casefold() for row in new]
    else:
        keys = matching.cluster([record_of(kind, row.values) for row in new], workers=1)
    first: dict[Any, Row] = {}
    for row, key in zip(new, keys, strict=True):
        if key in first:
            row.status, row.note = Row.Status.REPEATED, f"the same as line {first[key].line}"
            row.first_seen = first[key]  # type: ignore[attr-defined]
        else:
            first[key] = row


def _link_repeats(batch: Batch, rows: Sequence[Row]) -> None:
    repeated = [row for row in rows if row.status == Row.Status.REPEATED]
    for row in repeated:
        row.repeats_id = row.first_seen.pk  # type: ignore[attr-defined]
    Row.objects.bulk_update(repeated, ["repeats"], batch_size=BLOCK)


def _mark_duplicates(batch: Batch, kind: Kind, rows: Sequence[Row]) -> bool:
    """Compare new rows with the record; returns whether one met the vetting wall."""
    new = [row for row in rows if row.status == Row.Status.NEW]
    found = likely_duplicates([record_of(kind, row.values) for row in new])
    for row, candidates in zip(new, found, strict=True):
        compare_row(row, candidates, kind)
    return any(row.status == Row.Status.DUPLICATE for row in new)


def compare_row(row: Row, candidates: Sequence[Candidate], kind: Kind) -> None:
    """Note a row's candidates; it waits for a person where one is likely."""
    row.candidates = [
        {
            "employer": str(c.employer),
            "score": c.score,
            "reasons": list(c.reasons),
            "against": list(c.against),
            "near": behind_the_wall(c),
        }
        for c in candidates
    ]
    if any(c["near"] for c in row.candidates):
        row.status = Row.Status.DUPLICATE
