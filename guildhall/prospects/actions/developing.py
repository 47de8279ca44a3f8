"""Working on a prospect: stages, owner, next step."""

from datetime import date

from django.db import transaction

from guildhall.audit.recording import record, text_of
from guildhall.employers.actions.facts import note_owner
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.reach import in_reach
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.people.models import Person
from guildhall.people.permissions import Permission
from guildhall.prospects import rules
from guildhall.prospects.models import Prospect, StageEntry
from guildhall.store.locking import locked

Stage = Prospect.Stage


def locked_to_develop(prospect: Prospect, by: Person, version: int | None = None) -> Prospect:
    """The prospect's row, locked, with the rule asked and the version compared.

    The employer's row is locked first: as everywhere, so that no two wait for each other, and because what a rule
    reads of it would else be what it said before we waited.
    """
    Employer.objects.select_for_update().filter(pk=prospect.pk).first()
    rows = Prospect.objects.select_for_update(of=("self",)).select_related("employer__holder")
    if (result := rows.filter(pk=prospect.pk).first()) is None:
        raise Conflict  # it was merged into another one meanwhile
    require(rules.can_develop(by, result))
    if version is not None and result.version != version:
        raise Conflict
    return result


def enter_stage(prospect: Prospect, stage: str, *, by: Person | None, reason: str = "") -> None:
    """Note that a prospect is in another stage now."""
    if prospect.stage == stage:
        return
    prospect.stage, prospect.stage_since, prospect.stage_reason = stage, clock.now(), reason
    StageEntry.objects.create(prospect=prospect, stage=stage, entered_at=prospect.stage_since, by=by, reason=reason)


@transaction.atomic
def move(prospect: Prospect, stage: str, *, by: Person, reason: str = "", version: int | None = None) -> Prospect:
    """Move a prospect to another stage; parking, declining and returning say why (A7)."""
    saved_prospect = locked_to_develop(prospect, by, version)
    if stage == Stage.PROMOTED:
        refuse("Promotion is an act of its own.")
    if stage == Stage.READY and not rules.is_vetted(saved_prospect):
        refuse("Ready comes after vetting: first every criterion is answered.")
    if stage in (Stage.PARKED, Stage.DECLINED) and not reason.strip():
        refuse("Say why, so that whoever finds it later understands.")
    if saved_prospect.employer.posted_at and stage not in (Stage.PARKED,):
        refuse("A shared employer is not moved in the CRM. Send it back to vetting instead.")
    before = saved_prospect.stage
    enter_stage(saved_prospect, stage, by=by, reason=reason.strip()[:300])
    saved_prospect.version += 1
    saved_prospect.save()
    stages = ({"stage": before}, {"stage": stage})
    record(
        "move",
        saved_prospect.employer,
        scope=saved_prospect.scope,
        by=by,
        before=stages[0],
        after=stages[1],
        reason=reason,
    )
    return saved_prospect


@transaction.atomic
def plan(
    prospect: Prospect, *, next_step: str, next_step_on: date | None, owner: Person | None, version: int, by: Person
) -> Prospect:
    """Say who takes a prospect on and what the next step is; the owner is reminded of it (A7)."""
    saved_prospect = locked_to_develop(prospect, by, version)
    if owner and not (owner.may(Permission.USE_CRM) or owner.may(Permission.DEVELOP_EMPLOYERS)):
        refuse("{owner} does not develop employers.", owner=owner)
    if owner and not rules.can_develop(owner, saved_prospect):
        refuse("{owner} may not see this employer yet.", owner=owner)
    if next_step_on != saved_prospect.next_step_on:  # the one that is late already stays until it is moved
        require(in_reach(next_step_on, back=1, ahead=10))
    before = {
        "next_step": saved_prospect.next_step,
        "on": saved_prospect.next_step_on,
        "owner": text_of(saved_prospect.owner),
    }
    saved_prospect.next_step, saved_prospect.next_step_on, saved_prospect.owner = next_step.strip(), next_step_on, owner
    saved_prospect.reminded_on = None
    if saved_prospect.employer.posted_at is None:
        note_owner(saved_prospect.employer, owner)
    saved_prospect.version += 1
    saved_prospect.save()
    after = {"next_step": saved_prospect.next_step, "on": next_step_on, "owner": text_of(owner)}
    record("plan", saved_prospect.employer, scope=saved_prospect.scope, by=by, before=before, after=after)
    return saved_prospect


@transaction.atomic
def note_contact(prospect: Prospect, day: date, *, by: Person) -> None:
    """After the first engagement a lead counts as contacted."""
    saved_prospect = locked(Prospect, prospect.pk)
    if saved_prospect.first_contacted_on is None:
        saved_prospect.first_contacted_on = day
        if saved_prospect.stage == Stage.LEAD:
            enter_stage(saved_prospect, Stage.CONTACTED, by=by)
        saved_prospect.save()
