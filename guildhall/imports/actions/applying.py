"""Applying a list in blocks, each with its statuses in one transaction."""

from collections.abc import Sequence
from uuid import UUID

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from guildhall.audit.recording import Change, record_block
from guildhall.context.helpers import Helpers
from guildhall.employers.actions.entering import NewEmployer, add_words, know_words, renew_derived
from guildhall.employers.actions.joining import Joined, join_employers
from guildhall.employers.models import Employer
from guildhall.imports import rules
from guildhall.imports.actions.noting import note_members_of, note_past_of, note_wishes_of
from guildhall.imports.actions.settling import MANY, Waiting, heirs, in_blocks, settle
from guildhall.imports.kinds import Addition
from guildhall.imports.kinds.registry import KINDS
from guildhall.imports.models import Batch, Row
from guildhall.lib import clock
from guildhall.lib.sentences import kept, said
from guildhall.lib.verdicts import Refused, require
from guildhall.people.models import Person
from guildhall.prospects.actions.attesting import attest_partners
from guildhall.prospects.actions.opening import open_prospects, opened_changes
from guildhall.queue import enqueue
from guildhall.store.blocks import among
from guildhall.store.locking import locked

BLOCK = 1_000
Decision = Row.Decision
# What repeats a row about which nobody has decided waits for that: with it comes the employer.
OPEN = Row.objects.filter(pk=OuterRef("repeats"), decision="", status__in=["duplicate", "invalid", "repeated"])
# The rows that applying would turn into records: new ones, and those decided to be created or linked.
WAITING = (
    (Q(status="new") & ~Q(decision__in=["skip", "ask"]))
    | Q(status="duplicate", decision__in=["create", "link", "person"])
    | Q(status="repeated", decision="create")
    | (Q(status="repeated", decision__in=["link", "person"]) & ~Exists(OPEN))
)


@transaction.atomic
def ask_to_apply(batch: Batch, *, by: Person) -> None:
    """Have a worker apply a list."""
    saved_batch = locked(Batch, batch.pk, "institution")
    require(rules.can_apply(by, saved_batch))
    saved_batch.state = Batch.State.APPLYING
    saved_batch.done_count, saved_batch.row_count = 0, _waiting(saved_batch).count()
    saved_batch.save(update_fields=["state", "done_count", "row_count"])
    # In this transaction, so that no list is marked as being applied without a job that applies it.
    enqueue("imports.apply", once=f"apply:{batch.pk}", batch=str(batch.pk), by=str(by.pk))


def _waiting(batch: Batch) -> QuerySet[Row]:
    """The rows that applying would turn into records."""
    return batch.rows.filter(WAITING)


def waiting_count(batch: Batch) -> int:
    """How many rows applying would turn into records now."""
    return _waiting(batch).count()


def apply(batch: Batch, *, by: Person) -> Batch:
    """Apply what is decided, block by block; goes on where it was interrupted, and never does a row twice."""
    batch = Batch.objects.select_related("institution", "clause__protocol").get(pk=batch.pk)
    require(rules.can_apply(by, batch))
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.APPLYING)
    # Contacts of one employer come together: it is opened once, and what is derived from it is worked out once.
    while rows := list(_waiting(batch).order_by("together", "id").values_list("pk", "together")):
        with Helpers(wanted=len(rows) >= MANY) as helpers:
            pieces = [(batch.pk, ids, by.pk) for ids in in_blocks(rows, BLOCK)]
            for _done in helpers.each(apply_block, pieces):
                pass
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.APPLIED, applied_at=clock.now())
    batch.refresh_from_db()
    return batch


def apply_block(batch: UUID, ids: Sequence[int], by: UUID) -> None:
    """Apply one block, here or in a helper."""
    saved_batch = Batch.objects.select_related("institution", "clause__protocol").get(pk=batch)
    named = "values__" + KINDS[saved_batch.kind].named
    names = Row.objects.filter(pk__in=among(ids, "bigint"), target=None).values_list(named, flat=True).distinct()
    know_words(name or "" for name in names)  # beforehand: no block waits for another's words
    _apply_block(saved_batch, ids, Person.objects.get(pk=by))


def _apply_block(batch: Batch, ids: Sequence[int], by: Person) -> None:
    """One block in one transaction; where it fails it is halved, until the bad row stands alone."""
    try:
        with transaction.atomic():
            # Not asked by batch: the database would read the whole list for each of its blocks.
            rows = Row.objects.filter(WAITING, pk__in=among(ids, "bigint")).select_for_update().order_by("id")
            names = ("pk", "status", "decision", "target", "together", "values", "where_both")
            _apply_rows(batch, [Waiting(*row) for row in rows.values_list(*names)], by)
    except (OperationalError, InterfaceError):  # the database is away, or in a deadlock: no fault of any row
        raise
    except (DatabaseError, Refused, ValueError) as error:
        if len(ids) == 1:
            words = error.verdict.reason if isinstance(error, Refused) else said("The record could not take this row.")
            problem = {"field": "", "value": "", **kept(words)}
            Row.objects.filter(pk=ids[0]).update(status=Row.Status.INVALID, errors=[problem])
            return
        middle = len(ids) // 2
        _apply_block(batch, ids[:middle], by)
        _apply_block(batch, ids[middle:], by)


def _apply_rows(batch: Batch, rows: Sequence[Waiting], by: Person) -> None:
    brought = {row.pk: _addition(batch, row) for row in rows}
    additions = {pk: addition.employer for pk, addition in brought.items()}
    new, joining = _sorted_out(rows, by)
    changes = _create(batch, new, additions, by)
    note_wishes_of(batch, new, additions, by)  # as long as nobody else is there: another one may bear the same name
    begun: dict[int | None, UUID | None] = {row.together: row.employer for row in new if row.together}
    for row in joining:
        row.employer = row.target or begun[row.together]
    changes += _join(batch, joining, additions, by)
    note_wishes_of(batch, joining, additions, by)
    applied = [row for row in rows if row.employer]
    note_past_of(batch, applied, brought, by)
    note_members_of(batch, applied, by)
    settle([(row.pk, Row.Status.APPLIED, row.employer, row.effects) for row in applied])
    record_block("import", batch, changes, by=by, institution=batch.institution)
    _count(batch, applied)


def _addition(batch: Batch, row: Waiting) -> Addition:
    """What a row brings, as it was decided; what the record has no place for is told by name."""
    addition = KINDS[batch.kind].addition(row.values)
    row.effects = {"was": row.status}
    if addition.left:
        row.effects["left"] = [{"field": key, "value": value, "why": why} for key, value, why in addition.left]
    addition.employer.where_both = row.where_both or "keep"
    for contact in addition.employer.contacts:
        contact.another = row.decision == Decision.PERSON
        contact.looked_at = row.decision == Decision.LINK
    return addition


def _sorted_out(rows: Sequence[Waiting], by: Person) -> tuple[list[Waiting], list[Waiting]]:
    """The rows that bring a new employer, and those that join one: a known one, or one that another row brings."""
    groups = {row.together for row in rows if row.together}
    earlier = Row.objects.filter(together__in=among(groups, "bigint"), status="applied", employer__isnull=False)
    known = dict(earlier.order_by().values_list("together", "employer"))
    for row in rows:
        if row.decision == Decision.CREATE:
            row.target, row.together = None, None
        elif not row.target and row.together in known:
            row.target = known[row.together]
    unseen = set(_unseen([row for row in rows if row.target], by))
    lost = {row.together for row in unseen if row.together}
    seen = [row for row in rows if row not in unseen]
    targets: dict[int | None, UUID] = {row.together: row.target for row in seen if row.target and row.together}
    new, joining, begun, waits = [], [], set(), list(unseen)
    for row in seen:
        if not row.target and row.status == Row.Status.REPEATED:
            row.target = targets.get(row.together)
            if not row.target and row.together in lost and row.together not in begun:
                waits.append(row)
                continue
        if row.target or row.together in begun:
            joining.append(row)
        else:
            new.append(row)
            if row.together:
                begun.add(row.together)
    _let_wait(waits)
    return new, joining


def _unseen(rows: Sequence[Waiting], by: Person) -> list[Waiting]:
    """Rows whose employer, or the one that it was merged into, was in sight when it was chosen and is not any more."""
    ends = heirs({row.target for row in rows if row.target})
    visible = Employer.objects.visible_to(by).filter(pk__in=among(set(ends.values())))
    seen = set(visible.values_list("pk", flat=True)) if rows else set()
    return [row for row in rows if row.target and ends.get(row.target) not in seen]


def _let_wait(rows: Sequence[Waiting]) -> None:
    """Rows whose employer is out of sight wait for a look, whatever was decided about them."""
    words = said("The employer that this row was to join is not in sight any more.")
    saved_rows = list(Row.objects.filter(pk__in=[row.pk for row in rows]))
    for row in saved_rows:
        row.target, row.decision, row.remarks = None, "", [*row.remarks, {"field": "", **kept(words)}]
        if row.status != Row.Status.REPEATED:
            row.status = Row.Status.DUPLICATE
    Row.objects.bulk_update(saved_rows, ["status", "target", "decision", "remarks"])


def _create(batch: Batch, rows: Sequence[Waiting], additions: dict[int, NewEmployer], by: Person) -> list[Change]:
    if not rows:
        return []
    entered = [additions[row.pk] for row in rows]
    for one in entered:
        one.source = batch.file_name
    if batch.entering == Batch.Entering.VETTED:
        ids = attest_partners(entered, institution=batch.institution, clause=batch.clause, by=by)
    else:
        ids = open_prospects(entered, holder=batch.institution, by=by)
    for row, pk, one in zip(rows, ids, entered, strict=True):
        row.employer = pk
        row.effects |= {"employers": [str(pk)], "contacts": ["new"] * len(one.contacts)}
    return opened_changes(ids, entered)


def _join(batch: Batch, rows: Sequence[Waiting], additions: dict[int, NewEmployer], by: Person) -> list[Change]:
    if not rows:
        return []
    result = _survivors({row.employer for row in rows if row.employer})
    for row in rows:
        row.employer = result[row.employer].pk if row.employer else None
    pairs = [(result[row.employer], additions[row.pk]) for row in rows if row.employer]
    joined = join_employers(pairs, by=by, institution=batch.institution)
    for row, one in zip(rows, joined, strict=True):
        row.effects |= one.as_effects() | ({"left": left} if (left := row.effects.get("left", []) + one.left) else {})
    _renew(rows, joined, additions)
    return [
        Change("employers.employer", str(row.employer), None, {"joined": one.as_effects()})
        for row, one in zip(rows, joined, strict=True)
    ]


def _renew(rows: Sequence[Waiting], joined: Sequence[Joined], additions: dict[int, NewEmployer]) -> None:
    """What is derived from employers: whole where names or places joined, only the words where contacts did."""
    more = {row.employer for row, one in zip(rows, joined, strict=True) if one.tells_more}
    renew_derived(pk for pk in more if pk)
    words: dict[UUID, list[str]] = {}
    for row, one in zip(rows, joined, strict=True):
        if one.contacts and row.employer and row.employer not in more:
            people = (f"{c.given_name} {c.family_name}" for c in additions[row.pk].contacts)
            words.setdefault(row.employer, []).extend(people)
    add_words(words)


def _survivors(ids: set[UUID]) -> dict[UUID, Employer]:
    """Employers by identifier, counted; a merged one is the one that it was merged into."""
    by_key: dict[UUID, Employer] = {}
    todo = ids
    while todo:
        rows = Employer.objects.select_for_update().filter(pk__in=among(todo)).order_by("pk").defer("search")
        by_key |= {employer.pk: employer for employer in rows}
        todo = {e.merged_into_id for e in by_key.values() if e.merged_into_id} - by_key.keys()
    ends = {}
    for pk, employer in by_key.items():
        while into := employer.merged_into_id:
            employer = by_key[into]
        ends[pk] = employer
    return ends


def _count(batch: Batch, rows: Sequence[Waiting]) -> None:
    counted = locked(Batch, batch.pk)
    for what in ("employers", "contacts", "engagements", "members"):
        counted.created[what] = counted.created.get(what, 0) + sum(len(row.effects.get(what, [])) for row in rows)
    counted.done_count += len(rows)
    counted.save(update_fields=["created", "done_count"])
