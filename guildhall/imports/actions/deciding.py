"""Deciding about rows: one by one or many at once, and mending what is wrong in place."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.models import Employer
from guildhall.employers.queries.duplicates import duplicates_by_sight
from guildhall.imports import rules
from guildhall.imports.actions.cleaning import checked_row
from guildhall.imports.actions.comparing import compared
from guildhall.imports.kinds import record_of
from guildhall.imports.kinds.registry import KINDS
from guildhall.imports.models import Batch, Row
from guildhall.imports.queries import candidates_for
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.prospects.actions.asking import count_probe, request_for
from guildhall.prospects.models import Probe
from guildhall.store.locking import locked

BLOCK = 500


@transaction.atomic
def decide(row: Row, decision: str, *, by: Person, employer: UUID | None = None) -> Row:
    """Decide about one row: create a separate employer, link to one, skip it, or ask the region (N1)."""
    saved_row = locked(Row, row.pk, "batch__institution")
    require(rules.can_work_on(by, saved_row.batch))
    if saved_row.status == Row.Status.APPLIED:
        refuse("This row has been applied already. Undo the list first.")
    sight = candidates_for(by, [saved_row])[saved_row.pk]
    allowed = rules.allowed_decisions(bool(sight.visible), sight.hidden, saved_row.status)
    if decision not in allowed and not (decision == "create" and saved_row.status == "repeated" and not sight.hidden):
        if sight.hidden:
            refuse("A regional relationship is under way with an employer like this one: skip the row, or ask.")
        refuse("This cannot be decided for the row as it stands. Mend what is wrong in it first.")
    before = {"status": saved_row.status, "decision": saved_row.decision}
    if decision == Row.Decision.LINK:
        saved_row.target = _target(saved_row, employer, sight.visible_ids, by)
    if decision == Row.Decision.ASK:
        hidden = sight.hidden_ids[0]
        title = KINDS[saved_row.batch.kind].title(saved_row.values)
        request_for(
            hidden, title, f"from the list {saved_row.batch.file_name}", by=by, institution=saved_row.batch.institution
        )
    _settle(saved_row, decision)
    saved_row.save()
    record("decide", saved_row.batch, by=by, before=before, after={"line": saved_row.line, "decision": decision})
    return saved_row


def _target(row: Row, employer: UUID | None, visible: list[UUID], by: Person) -> UUID:
    if employer is None:
        if len(visible) != 1:
            refuse("Say which employer the row is to be linked to.")
        employer = visible[0]
    if not Employer.objects.visible_to(by).filter(pk=employer).exists():
        refuse("There is no such employer among those that you see.")
    return employer


def _settle(row: Row, decision: str) -> None:
    """Put a decision on a row; skipping takes it out of the list until somebody decides otherwise."""
    row.decision = decision
    if decision in (Row.Decision.SKIP, Row.Decision.ASK):
        row.note = "asked the region" if decision == Row.Decision.ASK else "skipped by hand"
        row.effects = {"was": row.status} | row.effects
        row.status = Row.Status.SKIPPED
    elif row.status == Row.Status.SKIPPED:
        row.status = row.effects.pop("was", Row.Status.NEW)


def decide_many(batch: Batch, status: str, decision: str, *, by: Person) -> tuple[int, int]:
    """Decide about all open rows of a status at once: (decided, left because they need a look each)."""
    batch = Batch.objects.select_related("institution").get(pk=batch.pk)
    require(rules.can_work_on(by, batch))
    if decision not in (Row.Decision.CREATE, Row.Decision.LINK, Row.Decision.SKIP) or status == Row.Status.APPLIED:
        refuse("This cannot be decided for many rows at once.")
    done = left = last = 0
    while True:
        with transaction.atomic():
            open_rows = batch.rows.filter(status=status, decision="", pk__gt=last).order_by("pk")
            rows = list(open_rows.select_for_update()[:BLOCK])
            if not rows:
                return done, left
            decided = _decide_block(rows, status, decision, by)
            Row.objects.bulk_update(decided, ["decision", "status", "note", "effects", "target"])
            details = {"decision": decision, "lines": [row.line for row in decided]}
            record("decide", batch, by=by, before={"status": status}, after=details, institution=batch.institution)
        done, left, last = done + len(decided), left + len(rows) - len(decided), rows[-1].pk


def _decide_block(rows: Sequence[Row], status: str, decision: str, by: Person) -> list[Row]:
    sights = candidates_for(by, rows)
    decided = []
    for row in rows:
        sight = sights[row.pk]
        allowed = rules.allowed_decisions(bool(sight.visible), sight.hidden, status)
        if decision == Row.Decision.LINK and len(sight.visible_ids) != 1:
            continue
        if decision in allowed or (decision == Row.Decision.CREATE and status == "repeated" and not sight.hidden):
            row.target = sight.visible_ids[0] if decision == Row.Decision.LINK else row.target
            _settle(row, decision)
            decided.append(row)
    return decided


@transaction.atomic
def mend(row: Row, values: dict[str, Any], *, by: Person, edition: str | None = None) -> Row:
    """Correct the values of a row; it is checked and compared anew. The file stays as it is.

    `edition` is that of the values that its author saw; other ones are a conflict (R29).
    """
    saved_row = locked(Row, row.pk, "batch__institution")
    require(rules.can_work_on(by, saved_row.batch))
    if saved_row.status == Row.Status.APPLIED:
        refuse("This row has been applied already.")
    if edition is not None and edition != saved_row.edition:
        raise Conflict
    kind = KINDS[saved_row.batch.kind]
    known = {field.key for field in kind.fields}
    raw = {k: str(v) for k, v in {**saved_row.values, **values}.items() if k in known}
    fresh = checked_row(kind, raw, saved_row.batch)
    before = saved_row.values
    saved_row.values, saved_row.errors, saved_row.status = fresh.values, fresh.errors, fresh.status
    saved_row.fingerprint, saved_row.decision, saved_row.note, saved_row.candidates = fresh.fingerprint, "", "", []
    saved_row.target = None
    if saved_row.status == Row.Status.NEW:
        count_probe(by)  # else a row could be mended again and again to ask for names (N1)
        parted = duplicates_by_sight([record_of(kind, saved_row.values)], by)[0]
        saved_row.candidates, near = compared([*parted.visible, *parted.hidden])
        saved_row.status = Row.Status.DUPLICATE if near else Row.Status.NEW
        typed = kind.title(saved_row.values)[:250]
        Probe.objects.create(person=by, institution=saved_row.batch.institution, typed=typed, matched=near)
    saved_row.save()
    record("mend", saved_row.batch, by=by, before=before, after=saved_row.values)
    return saved_row
