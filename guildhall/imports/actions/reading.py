"""Bringing a list: the file is kept, and its tables and columns are found."""

import hashlib
import json
import os
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext

from guildhall.audit.recording import record
from guildhall.employers.models import Employer
from guildhall.files import storage
from guildhall.imports import readers, rules
from guildhall.imports.actions import matching
from guildhall.imports.columns import propose, wishes
from guildhall.imports.kinds.registry import KINDS
from guildhall.imports.models import Batch, SourceMapping
from guildhall.intermediaries.rules import can_describe
from guildhall.lib.sentences import kept, spoken
from guildhall.lib.verdicts import Conflict, Refused, Verdict, refuse, require
from guildhall.people.models import Institution, Person
from guildhall.protocols.models import Clause
from guildhall.queue import enqueue
from guildhall.store.locking import locked

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
    members_of: Employer | None = None,
) -> Batch:
    """Keep a list and find its tables and columns. Raises `Refused` for a file that is no list, or too large.

    Those in the list of a chamber's members become its members when the list is applied (D1).
    """
    require(rules.can_import(by, institution, entering))
    if members_of:
        require(can_describe(by, members_of))
    batch = Batch(kind=kind, entering=entering, clause=clause, body=members_of, institution=institution, by=by)
    batch.file_name = Path(file_name).name[:200] or "list"
    batch.path = f"imports/{batch.pk}.list"
    with storage.incoming() as (path, incoming):
        batch.digest = keep_file(file, incoming)
        try:
            readers.require_kind(path, batch.file_name)
            results = [(sheet, list(islice(readers.rows(path, sheet), 200))) for sheet in readers.sheets(path)]
        except readers.Unreadable as error:
            raise Refused(Verdict(False, spoken(kept(error.sentence), gettext))) from error
        storage.put(path, batch.path)
    for sheet, sample in results:
        samples = [_samples([row.cells[n] for row in sample if n < len(row.cells)]) for n in range(len(sheet.header))]
        details = {"name": sheet.name, "line": sheet.header_line, "cells": list(sheet.header), "samples": samples}
        batch.headers.append(details)
        columns = _remembered(batch, sheet) or _proposed(kind, sheet.header, [r.cells for r in sample])
        batch.columns[sheet.name or ""] = columns
    matching.leave_out_asides(batch)
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


def _proposed(kind: str, header: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[str, int]:
    """The likeliest column of each field; and who wants no contact, however the sender's system says so."""
    fields = KINDS[kind].fields
    columns = propose(header, fields, sample)
    at = wishes.proposed(header, sample)
    if at is not None and at not in columns.values() and any(field.key == wishes.FIELD for field in fields):
        columns.setdefault(wishes.FIELD, at)
    return columns


def _samples(values: Sequence[str]) -> list[str]:
    """A few different values of a column, so that people see what it holds."""
    result = dict.fromkeys(" ".join(value.split()) for value in values if value.strip())
    return [f"{value[:40]}…" if len(value) > 41 else value for value in list(result)[:3]]


def keep_file(file: BinaryIO, out: BinaryIO) -> str:
    """Write the file outside of the web root; returns its digest."""
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(2**20):
        size += len(chunk)
        if size > LARGEST:
            refuse("This file is larger than 100 MB. Split it, and bring the parts one after the other.")
        digest.update(chunk)
        out.write(chunk)
    out.flush()
    os.fsync(out.fileno())  # the record will say that we have it
    out.close()
    return digest.hexdigest()


def _headings(header: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(header)).encode()).hexdigest()


def _remembered(batch: Batch, sheet: Any) -> dict[str, Any] | None:
    row = SourceMapping.objects.filter(
        institution=batch.institution, kind=batch.kind, headings=_headings(sheet.header)
    ).first()
    return dict(row.columns) if row else None


@transaction.atomic
def match_columns(
    batch: Batch,
    columns: dict[str, dict[str, Any]],
    *,
    by: Person,
    in_background: bool = True,
    version: int | None = None,
) -> None:
    """Say which column holds what, per sheet; remembered for the next file with these headings.

    With `in_background` a worker checks the rows; otherwise the caller does, and no job may do it a second time.
    """
    saved_batch = locked(Batch, batch.pk, "institution")
    require(rules.can_work_on(by, saved_batch))
    if version is not None and version != saved_batch.version:
        raise Conflict
    if saved_batch.state not in (Batch.State.MAPPING, Batch.State.REVIEW, Batch.State.FAILED):
        refuse("The columns of this list cannot be changed any more.")
    if saved_batch.rows.filter(status="applied").exists():
        refuse("Rows of this list have been applied already. Undo them first.")
    require(matching.may_match(saved_batch, columns))
    for header in saved_batch.headers:
        SourceMapping.objects.update_or_create(
            institution=saved_batch.institution,
            kind=saved_batch.kind,
            headings=_headings(header["cells"]),
            defaults={"columns": columns.get(header["name"] or "", {})},
        )
    saved_batch.columns, saved_batch.state = columns, Batch.State.CHECKING
    saved_batch.problem, saved_batch.problem_parts = "", []
    saved_batch.done_count = 0
    saved_batch.version += 1
    saved_batch.save()
    saved_batch.rows.all().delete()
    record("match columns", saved_batch, by=by, after={"columns": columns})
    if in_background:
        enqueue("imports.check", once=f"check:{batch.pk}", batch=str(batch.pk))
