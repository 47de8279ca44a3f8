"""Mending rows in place: what somebody types, or what the list may have meant, taken with one press."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.queries.duplicates import duplicates_by_sight
from guildhall.imports import rules
from guildhall.imports.actions.cleaning import checked_row
from guildhall.imports.actions.comparing import compared
from guildhall.imports.actions.repeating import compare_within_list
from guildhall.imports.kinds import record_of
from guildhall.imports.kinds.registry import KINDS
from guildhall.imports.models import Batch, Row
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.prospects.actions.asking import behind_the_wall, may_probe
from guildhall.prospects.models import Probe
from guildhall.store.locking import locked


@transaction.atomic
def mend(row: Row, values: Mapping[str, Any], *, by: Person, edition: str | None = None) -> Row:
    """Correct the values of a row; it is checked and compared anew. The file stays as it is.

    What only looked doubtful and is left as it stands raises no doubt again: somebody has seen it. `edition` is that of
    the values that its author saw; other ones are a conflict (R29).
    """
    saved_row = _row_to_mend(row, by)
    if edition is not None and edition != saved_row.edition:
        raise Conflict
    return _mended(saved_row, values, by)


@transaction.atomic
def accept(row: Row, *, by: Person) -> Row:
    """Take what the values of a row may have meant, where the check could say so."""
    saved_row = _row_to_mend(row, by)
    if not (values := suggestions(saved_row)):
        refuse("For this row there is nothing to accept. Type in what is right.")
    return _mended(saved_row, values, by)


def accept_all(batch: Batch, *, by: Person) -> tuple[int, int]:
    """The same for every row to fix: (in order now, left because they need a look each)."""
    batch = Batch.objects.select_related("institution").get(pk=batch.pk)
    require(rules.can_work_on(by, batch))
    done = left = last = 0
    while row := batch.rows.filter(status="invalid", pk__gt=last).order_by("pk").first():
        last = row.pk
        with transaction.atomic():
            saved_row = locked(Row, row.pk, "batch__institution")
            if saved_row.status != Row.Status.INVALID or not (values := suggestions(saved_row)):
                left += 1
                continue
            mended = _mended(saved_row, values, by)
            done, left = done + (mended.status != Row.Status.INVALID), left + (mended.status == Row.Status.INVALID)
    return done, left


def suggestions(row: Row) -> dict[str, str]:
    """What the values of a row may have meant, by field."""
    return {key: value for error in row.errors for key, value in error.get("suggest", {}).items()}


def _row_to_mend(row: Row, by: Person) -> Row:
    saved_row = locked(Row, row.pk, "batch__institution")
    require(rules.can_work_on(by, saved_row.batch))
    if saved_row.status == Row.Status.APPLIED:
        refuse("This row has been applied already.")
    return saved_row


def _mended(row: Row, values: Mapping[str, Any], by: Person) -> Row:
    kind = KINDS[row.batch.kind]
    known = {field.key for field in kind.fields}
    raw = {k: str(v) for k, v in {**row.values, **values}.items() if k in known}
    seen = {error["field"]: row.values.get(error["field"], "") for error in row.errors if error.get("stands")}
    fresh = checked_row(kind, raw, row.batch, seen=seen)
    before = row.values
    row.values, row.errors, row.status, row.remarks = fresh.values, fresh.errors, fresh.status, fresh.remarks
    row.fingerprint, row.decision, row.note, row.candidates = fresh.fingerprint, "", "", []
    row.target = None
    if row.status == Row.Status.NEW:
        _compare(row, kind, by)
        compare_within_list(row, kind)
    row.save()
    record("mend", row.batch, by=by, before=before, after=row.values)
    return row


def _compare(row: Row, kind: Any, by: Person) -> None:
    """Compare a row with the record, as its list was: a row that meets the vetting wall counts like a checked name, and
    once 30 of an hour have, it is told no more. A correction that meets nothing asks nothing and is free (N1).
    """
    parted = duplicates_by_sight([record_of(kind, row.values)], by)[0]
    met = any(behind_the_wall(candidate) for candidate in parted.hidden)
    hidden = parted.hidden if not met or may_probe(by) else []
    row.candidates, near = compared([*parted.visible, *hidden])
    row.status = Row.Status.DUPLICATE if near else Row.Status.NEW
    typed = kind.title(row.values)[:250]
    Probe.objects.create(person=by, institution=row.batch.institution, typed=typed, matched=near or met)
