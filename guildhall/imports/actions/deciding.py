"""Deciding about rows: one by one or many at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.matching import LIKELY
from guildhall.employers.models import Employer
from guildhall.imports import rules
from guildhall.imports.kinds.registry import KINDS
from guildhall.imports.models import Batch, Row
from guildhall.imports.queries import candidates_for
from guildhall.lib.sentences import phrase
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.prospects.actions.asking import request_for
from guildhall.store.locking import locked

BLOCK = 500
ASKED_THE_REGION = phrase("asked the region")
SKIPPED_BY_HAND = phrase("skipped by hand")
JOINING = (Row.Decision.LINK, Row.Decision.PERSON)


@transaction.atomic
def decide(row: Row, decision: str, *, by: Person, employer: UUID | None = None, where_both: str | None = None) -> Row:
    """Decide about one row: create a separate employer, link to one, skip it, or ask the region (N1).

    "person" links it to the employer as another person than those there. `where_both` says what stands where row and
    record have a value each: "" for the record's, "replace" for the row's, "both" with the row's in the notes.
    """
    saved_row = locked(Row, row.pk, "batch__institution")
    require(rules.can_work_on(by, saved_row.batch))
    if saved_row.status == Row.Status.APPLIED:
        refuse("This row has been applied already. Undo the list first.")
    sight = candidates_for(by, [saved_row])[saved_row.pk]
    if decision not in _allowed(saved_row, sight, saved_row.status):
        if sight.hidden:
            refuse("A regional relationship is under way with an employer like this one: skip the row, or ask.")
        refuse("This cannot be decided for the row as it stands. Mend what is wrong in it first.")
    before = {"status": saved_row.status, "decision": saved_row.decision}
    if decision in JOINING and saved_row.status != Row.Status.REPEATED:
        saved_row.target = _target(saved_row, employer, sight.visible_ids, by)
    if decision == Row.Decision.ASK:
        hidden = sight.hidden_ids[0]
        title = KINDS[saved_row.batch.kind].title(saved_row.values)
        request_for(
            hidden, title, f"from the list {saved_row.batch.file_name}", by=by, institution=saved_row.batch.institution
        )
    if where_both is not None:
        if where_both not in Row.WhereBoth.values:
            refuse("Say whether to keep what the record has, to take what the list says, or both.")
        saved_row.where_both = where_both
    _settle(saved_row, decision)
    saved_row.save()
    after = {"line": saved_row.line, "decision": decision} | ({"where both": where_both} if where_both else {})
    record("decide", saved_row.batch, by=by, before=before, after=after)
    return saved_row


def _allowed(row: Row, sight: Any, status: str) -> tuple[str, ...]:
    return rules.allowed_decisions(bool(sight.visible), sight.hidden, status, row.batch.kind == Batch.Kind.CONTACTS)


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
        row.note = ASKED_THE_REGION if decision == Row.Decision.ASK else SKIPPED_BY_HAND
        row.effects = {"was": row.status} | row.effects
        row.status = Row.Status.SKIPPED
    elif row.status == Row.Status.SKIPPED:
        row.status = row.effects.pop("was", Row.Status.NEW)


def decide_many(batch: Batch, status: str, decision: str, *, by: Person) -> tuple[int, int]:
    """Decide about all open rows of a status at once: (decided, left because they need a look each)."""
    batch = Batch.objects.select_related("institution").get(pk=batch.pk)
    require(rules.can_work_on(by, batch))
    if decision not in (*JOINING, Row.Decision.CREATE, Row.Decision.SKIP) or status == Row.Status.APPLIED:
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
        joins = decision in JOINING and status != Row.Status.REPEATED
        if joins and (len(sight.visible_ids) != 1 or sight.visible[0][1]["score"] < LIKELY):
            continue
        if decision in _allowed(row, sight, status):
            row.target = sight.visible_ids[0] if joins else row.target
            _settle(row, decision)
            decided.append(row)
    return decided
