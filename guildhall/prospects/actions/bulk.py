"""The same change to many prospects: each by its own rule, all of it undone in one go (A7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from guildhall.employers.actions.bulk import MOST, each, keep, owner_again
from guildhall.employers.models import BulkEdit
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Person
from guildhall.prospects import rules
from guildhall.prospects.actions import developing
from guildhall.prospects.actions.developing import locked_to_develop
from guildhall.prospects.models import Prospect
from guildhall.store.locking import locked

Values = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """What is to become of many prospects; nothing else of them is touched."""

    stage: str = ""
    reason: str = ""
    owner: Person | None = None
    sets_owner: bool = False  # also to nobody


@transaction.atomic
def change_many(versions: Mapping[UUID, int], wanted: Wanted, *, by: Person) -> BulkEdit:
    """Change stage and owner of many prospects, each as it was when somebody chose it."""
    require(rules.can_use_crm(by))
    if len(versions) > MOST:
        refuse("At most {most} are changed at once. Narrow the list down.", most=MOST)

    def change(pk: UUID) -> tuple[Values, Values] | None:
        return _change(pk, wanted, versions[pk], by)

    return keep(BulkEdit.Of.PROSPECTS, each(versions, change), by=by)


def _change(pk: UUID, wanted: Wanted, version: int, by: Person) -> tuple[Values, Values] | None:
    prospect = locked_to_develop(Prospect(pk=pk), by, version)
    before: Values = {}
    after: Values = {}
    if wanted.sets_owner and prospect.owner != wanted.owner:
        before["owner"], after["owner"] = (str(one.pk) if one else None for one in (prospect.owner, wanted.owner))
        prospect = _owned(prospect, wanted.owner, by)
    if wanted.stage and prospect.stage != wanted.stage:
        before |= {"stage": prospect.stage, "reason": prospect.stage_reason}
        after |= {"stage": wanted.stage}
        developing.move(prospect, wanted.stage, by=by, reason=wanted.reason)
    return (before, after) if after else None


def _owned(prospect: Prospect, owner: Person | None, by: Person) -> Prospect:
    """The prospect with another owner, its next step as it was."""
    step, on, version = prospect.next_step, prospect.next_step_on, prospect.version
    return developing.plan(prospect, next_step=step, next_step_on=on, owner=owner, version=version, by=by)


@transaction.atomic
def undo_many(edit: BulkEdit, *, by: Person) -> list[Values]:
    """Put back what a change to many prospects changed; returns what stays, because it was changed since, and why."""
    saved_edit = locked(BulkEdit, edit.pk, by=by)
    if saved_edit.undone_at:
        refuse("This was undone already.")
    by_key = {UUID(one["employer"]): one for one in saved_edit.changed}

    def put_back(pk: UUID) -> tuple[Values, Values] | None:
        return _put_back(pk, by_key[pk]["before"], by_key[pk]["after"], by)

    _changed, left = each(by_key, put_back)
    saved_edit.undone_at = clock.now()
    saved_edit.save(update_fields=["undone_at"])
    return left


def _put_back(pk: UUID, before: Values, after: Values, by: Person) -> tuple[Values, Values] | None:
    prospect = locked_to_develop(Prospect(pk=pk), by)
    if "stage" in after and prospect.stage != after["stage"]:
        refuse("Somebody moved it to another stage since.")
    if "owner" in after and (str(prospect.owner_id) if prospect.owner_id else None) != after["owner"]:
        refuse("Somebody gave it another owner since.")
    if "owner" in after:
        prospect = _owned(prospect, owner_again(before["owner"]), by)
    if "stage" in after:
        developing.move(prospect, before["stage"], by=by, reason=before["reason"])
    return after, before
