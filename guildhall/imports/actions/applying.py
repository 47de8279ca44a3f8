"""Applying a list in blocks, each with its statuses in one transaction; and taking it back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction

from guildhall.audit.recording import Change, record, record_block
from guildhall.employers.actions.entering import renew_derived
from guildhall.employers.actions.joining import Joined, join_employer, take_back
from guildhall.employers.matching import normal_name
from guildhall.employers.models import Employer
from guildhall.imports import rules
from guildhall.imports.kinds import Addition, Kind
from guildhall.imports.kinds.registry import KINDS
from guildhall.imports.models import Batch, Row
from guildhall.lib import clock
from guildhall.lib.verdicts import Refused, require
from guildhall.people.models import Person
from guildhall.prospects.actions.opening import open_prospects
from guildhall.prospects.actions.promoting import attest
from guildhall.prospects.actions.withdrawing import withdraw_prospects
from guildhall.queue import enqueue
from guildhall.store.blocks import update_rows

BLOCK = 1_000


@transaction.atomic
def ask_to_apply(batch: Batch, *, by: Person) -> None:
    """Have a worker apply a list."""
    found = Batch.objects.select_for_update(of=("self",)).select_related("institution").get(pk=batch.pk)
    require(rules.can_apply(by, found))
    found.state = Batch.State.APPLYING
    found.done_count, found.row_count = 0, _waiting(found).count()
    found.save(update_fields=["state", "done_count", "row_count"])
    transaction.on_commit(
        lambda: enqueue("imports.apply", once=f"apply:{batch.pk}", batch=str(batch.pk), by=str(by.pk))
    )


def _waiting(batch: Batch) -> Any:
    """The rows that applying would turn into records: new ones, and those decided to be created or linked."""
    new = batch.rows.filter(status=Row.Status.NEW).exclude(decision__in=["skip", "ask"])
    decided = batch.rows.filter(status__in=["duplicate", "repeated"], decision__in=["create", "link"])
    return new | decided


def waiting_count(batch: Batch) -> int:
    """How many rows applying would turn into records now."""
    return _waiting(batch).count()


def apply(batch: Batch, *, by: Person) -> Batch:
    """Apply what is decided, block by block; goes on where it was interrupted, and never does a row twice."""
    batch = Batch.objects.select_related("institution", "clause__protocol").get(pk=batch.pk)
    require(rules.can_apply(by, batch))
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.APPLYING)
    while ids := list(_waiting(batch).order_by("id").values_list("pk", flat=True)[:BLOCK]):
        _apply_block(batch, ids, by)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.APPLIED, applied_at=clock.now())
    batch.refresh_from_db()
    return batch


def _apply_block(batch: Batch, ids: Sequence[int], by: Person) -> None:
    """One block in one transaction; where it fails it is halved, until the bad row stands alone."""
    try:
        with transaction.atomic():
            rows = list(_waiting(batch).filter(pk__in=ids).select_for_update().order_by("id"))
            _apply_rows(batch, rows, by)
    except (DatabaseError, Refused, ValueError) as error:
        if len(ids) == 1:
            words = error.verdict.reason if isinstance(error, Refused) else "The record could not take this row."
            problem = {"field": "", "value": "", "message": words}
            Row.objects.filter(pk=ids[0]).update(status=Row.Status.INVALID, errors=[problem])
            return
        middle = len(ids) // 2
        _apply_block(batch, ids[:middle], by)
        _apply_block(batch, ids[middle:], by)


def _apply_rows(batch: Batch, rows: Sequence[Row], by: Person) -> None:
    kind = KINDS[batch.kind]
    changes: list[Change] = []
    for row in rows:
        row.effects = {"was": row.status}
    linked = [row for row in rows if row.decision == Row.Decision.LINK]
    others = [row for row in rows if row.decision != Row.Decision.LINK]
    if batch.kind == Batch.Kind.CONTACTS:
        others, more = _known_employers(kind, batch, others)
        linked += more
    changes += _create(batch, kind, others, by)
    changes += _link(batch, kind, linked, by)
    for row in rows:
        row.status = Row.Status.APPLIED
    update_rows(rows, ["status", "employer", "effects"])
    record_block("import", batch, changes, by=by, institution=batch.institution)
    _count(batch, rows)


def _count(batch: Batch, rows: Sequence[Row]) -> None:
    locked = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    for what in ("employers", "contacts"):
        locked.created[what] = locked.created.get(what, 0) + sum(len(row.effects.get(what, [])) for row in rows)
    locked.done_count += len(rows)
    locked.save(update_fields=["created", "done_count"])


def _create(batch: Batch, kind: Kind, rows: Sequence[Row], by: Person) -> list[Change]:
    if not rows:
        return []
    additions = [kind.addition(row.values) for row in rows]
    for addition in additions:
        addition.employer.source = batch.file_name
    prospects = open_prospects([a.employer for a in additions], holder=batch.institution, by=by)
    if batch.entering == Batch.Entering.VETTED:
        attest(prospects, institution=batch.institution, clause=batch.clause, by=by)
    for row, prospect, addition in zip(rows, prospects, additions, strict=True):
        row.employer = prospect.pk
        row.effects |= {"employers": [str(prospect.pk)], "contacts": ["new"] * len(addition.contacts)}
    return [Change("employers.employer", str(p.pk), None, {"name": p.employer.name}) for p in prospects]


def _known_employers(kind: Kind, batch: Batch, rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Contacts of one employer in a list: the first brings the employer along, the others join it."""
    first: dict[str, Row] = {}
    applied = batch.rows.filter(status="applied", employer__isnull=False)
    pairs = applied.values_list("values__employer_name", "employer")
    known = {normal_name(name): employer for name, employer in pairs}
    create, link = [], []
    for row in rows:
        name = normal_name(row.values.get("employer_name", ""))
        if name in known:
            row.target = known[name]
            link.append(row)
        elif name in first:
            row.joins = first[name]  # type: ignore[attr-defined]
            link.append(row)
        else:
            first[name] = row
            create.append(row)
    return create, link


def _link(batch: Batch, kind: Kind, rows: Sequence[Row], by: Person) -> list[Change]:
    changes, touched = [], set()
    for row in rows:
        target = row.joins.employer if hasattr(row, "joins") else row.target
        addition: Addition = kind.addition(row.values)
        employer = Employer.objects.select_for_update().get(pk=target)
        while employer.merged_into_id:
            employer = Employer.objects.select_for_update().get(pk=employer.merged_into_id)
        joined = join_employer(employer, addition.employer)
        row.employer = employer.pk
        row.effects |= joined.as_effects()
        touched.add(employer.pk)
        changes.append(Change("employers.employer", str(employer.pk), None, {"joined": joined.as_effects()}))
    renew_derived(touched)
    return changes


@transaction.atomic
def ask_to_undo(batch: Batch, *, by: Person) -> None:
    """Have a worker take back what a list brought."""
    found = Batch.objects.select_for_update(of=("self",)).select_related("institution").get(pk=batch.pk)
    require(rules.can_undo(by, found))
    found.state = Batch.State.UNDOING
    found.done_count, found.row_count = 0, found.rows.filter(status="applied").count()
    found.save(update_fields=["state", "done_count", "row_count"])
    transaction.on_commit(lambda: enqueue("imports.undo", once=f"undo:{batch.pk}", batch=str(batch.pk), by=str(by.pk)))


def undo(batch: Batch, *, by: Person) -> Batch:
    """Take back what a list brought: the state before. What others have worked on since stays, and is counted."""
    batch = Batch.objects.select_related("institution").get(pk=batch.pk)
    require(rules.can_undo(by, batch))
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.UNDOING)
    kept: list[int] = []
    # Newest first: a row that joined an employer goes before the row that created it.
    while rows := list(batch.rows.filter(status="applied").exclude(pk__in=kept).order_by("-id")[:BLOCK]):
        with transaction.atomic():
            kept += _undo_rows(batch, rows, by)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.UNDONE, undone_at=clock.now())
    batch.refresh_from_db()
    record("undo a list", batch, by=by, after={"kept": len(kept)}, institution=batch.institution)
    return batch


def _undo_rows(batch: Batch, rows: Sequence[Row], by: Person) -> list[int]:
    touched: set[UUID] = set()
    for row in rows:
        if row.employer and not row.effects.get("employers"):
            take_back(row.employer, Joined.of(row.effects))
            touched.add(row.employer)
    created = {UUID(pk): row for row in rows for pk in row.effects.get("employers", [])}
    kept = withdraw_prospects(list(created))
    renew_derived(touched)
    gone = [row for row in rows if row.employer not in kept or not row.effects.get("employers")]
    for row in gone:
        row.status = row.effects.get("was", Row.Status.NEW)
        row.employer, row.effects = None, {}
    update_rows(gone, ["status", "employer", "effects"])
    locked = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    locked.done_count += len(gone)
    locked.created = {} if not locked.rows.filter(status="applied").exists() else locked.created
    locked.save(update_fields=["done_count", "created"])
    changes = [Change("employers.employer", str(pk), {"name": ""}, None) for pk in created if pk not in kept]
    record_block("take back", batch, changes, by=by, institution=batch.institution)
    return [row.pk for row in rows if row not in gone]
