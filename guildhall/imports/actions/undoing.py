"""Taking back what a list brought, in blocks: the state before, but for what somebody has worked on since."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import Change, record, record_block
from guildhall.context.helpers import Helpers
from guildhall.employers.actions.entering import renew_derived, renew_words
from guildhall.employers.actions.joining import Joined
from guildhall.employers.actions.joining_back import take_back
from guildhall.employers.models import Employer
from guildhall.engagements.actions.past import take_off
from guildhall.engagements.models import ContactLimit
from guildhall.imports import rules
from guildhall.imports.actions.settling import MANY, heirs, in_blocks, settle
from guildhall.imports.models import Batch, Row
from guildhall.intermediaries.actions.members import take_off as take_off_members
from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.people.models import Person
from guildhall.prospects.actions.withdrawing import withdraw_prospects
from guildhall.queue import enqueue
from guildhall.store.blocks import among
from guildhall.store.locking import locked

BLOCK = 1_000


@dataclass(slots=True)
class Applied:
    """A row that was applied."""

    pk: int
    employer: UUID | None
    effects: dict[str, Any]


@transaction.atomic
def ask_to_undo(batch: Batch, *, by: Person) -> None:
    """Have a worker take back what a list brought."""
    saved_batch = locked(Batch, batch.pk, "institution")
    require(rules.can_undo(by, saved_batch))
    saved_batch.state = Batch.State.UNDOING
    saved_batch.done_count, saved_batch.row_count = 0, saved_batch.rows.filter(status="applied").count()
    saved_batch.save(update_fields=["state", "done_count", "row_count"])
    enqueue("imports.undo", once=f"undo:{batch.pk}", batch=str(batch.pk), by=str(by.pk))


def undo(batch: Batch, *, by: Person) -> Batch:
    """Take back what a list brought: the state before. What others have worked on since stays, and is counted.

    Again is no failure: whoever was cut off cannot know how far it came.
    """
    batch = Batch.objects.select_related("institution").get(pk=batch.pk)
    if batch.state == Batch.State.UNDONE and not batch.rows.filter(status="applied").exists():
        require(rules.can_work_on(by, batch))
        return batch
    require(rules.can_undo(by, batch))
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.UNDOING)
    applied = batch.rows.filter(status="applied").order_by("-id")
    # Employers that the list opened go first: what other rows added to them goes with them.
    opened = list(applied.filter(effects__has_key="employers").values_list("pk", "employer"))
    joined = list(
        applied.exclude(effects__has_key="employers").order_by("employer", "-id").values_list("pk", "employer")
    )
    kept = 0
    with Helpers(wanted=len(opened) + len(joined) >= MANY) as helpers:
        for rows, take in ((opened, _close), (joined, _part)):
            pieces = [(batch.pk, ids, take, by.pk) for ids in in_blocks(rows, BLOCK)]
            kept += sum(helpers.each(undo_block, pieces))
    with transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.UNDONE, undone_at=clock.now())
        batch.refresh_from_db()
        record("undo a list", batch, by=by, after={"kept": kept}, institution=batch.institution)
    return batch


@transaction.atomic
def undo_block(of: UUID, ids: Sequence[int], take: Any, by_person: UUID) -> int:
    """Take back one block, here or in a helper; returns how many of its rows stay."""
    batch = Batch.objects.select_related("institution").get(pk=of)
    by = Person.objects.get(pk=by_person)
    rows = Row.objects.filter(pk__in=among(ids, "bigint"), status="applied").select_for_update()
    results = [Applied(*row) for row in rows.values_list("pk", "employer", "effects")]
    take_off(UUID(pk) for row in results for pk in row.effects.get("engagements", []))
    take_off_members(UUID(pk) for row in results for pk in row.effects.get("members", []))
    gone, changes = take(results)
    settle([(row.pk, row.effects.get("was", Row.Status.NEW), None, {}) for row in gone])
    counted = locked(Batch, batch.pk)
    counted.done_count += len(gone)
    counted.created = {} if not counted.rows.filter(status="applied").exists() else counted.created
    counted.save(update_fields=["done_count", "created"])
    record_block("take back", batch, changes, by=by, institution=batch.institution)
    return len(results) - len(gone)


def _close(rows: Sequence[Applied]) -> tuple[list[Applied], list[Change]]:
    """Take back employers that the list opened, unless somebody has worked on them."""
    ids = [UUID(pk) for row in rows for pk in row.effects["employers"]]
    kept = _with_wishes_of_others(rows, ids)
    versions = _as_opened(rows, ids)
    kept |= withdraw_prospects([pk for pk in ids if pk not in kept])  # the wishes that the list brought go with them
    for pk in kept & versions.keys():
        Employer.objects.filter(pk=pk).update(version=versions[pk])
    changes = [Change("employers.employer", str(pk), {"name": ""}, None) for pk in ids if pk not in kept]
    return [row for row in rows if UUID(row.effects["employers"][0]) not in kept], changes


def _with_wishes_of_others(rows: Sequence[Applied], ids: Sequence[UUID]) -> set[UUID]:
    """Employers that have told somebody since how they want to be contacted: nobody's word goes with a list."""
    own = {pk for row in rows for pk in row.effects.get("limits", [])}
    wishes = list(ContactLimit.objects.filter(employer__in=ids).values_list("pk", "employer", "version"))
    if any(str(pk) not in own for pk, _employer, _version in wishes):  # perhaps of other rows of the list
        batches = Row.objects.filter(pk=rows[0].pk).values("batch")
        others = Row.objects.filter(batch__in=batches, status="applied", effects__has_key="limits")
        own |= {pk for effects in others.values_list("effects", flat=True) for pk in effects["limits"]}
    return {employer for pk, employer, version in wishes if str(pk) not in own or version > 1}


def _as_opened(rows: Sequence[Applied], ids: Sequence[UUID]) -> dict[UUID, int]:
    """Take employers that nothing but further rows of their list changed for unchanged; returns their versions."""
    later = dict(Employer.objects.filter(pk__in=ids, version__gt=1).values_list("pk", "version"))
    if not later:
        return {}
    batches = Row.objects.filter(pk=rows[0].pk).values("batch")
    joined = Row.objects.filter(batch__in=batches, status="applied", employer__in=later, effects__has_key="version")
    raised = set(joined.values_list("employer", "effects__version"))
    own = {pk: now for pk, now in later.items() if all((pk, n) in raised for n in range(2, now + 1))}
    Employer.objects.filter(pk__in=own).update(version=1)  # in this transaction only: nobody reads it
    return own


def _part(rows: Sequence[Applied]) -> tuple[list[Applied], list[Change]]:
    """Take back what the list added to employers that were, or are, there without it."""
    rows = sorted(rows, key=lambda row: -row.pk)  # what was changed twice goes back by the way it came
    there = heirs({row.employer for row in rows if row.employer})
    results = [(there[row.employer], Joined.of(row.effects)) for row in rows if row.employer in there]
    take_back(results)
    limits = [pk for row in rows for pk in row.effects.get("limits", [])]
    ContactLimit.objects.filter(pk__in=limits, version=1).delete()
    more = {pk for pk, joined in results if joined.tells_more}
    renew_derived(more)
    renew_words({pk for pk, joined in results if joined.contacts} - more)
    changes = [Change("employers.employer", str(pk), {"joined": joined.as_effects()}, None) for pk, joined in results]
    return list(rows), changes
