"""Opening prospects: the only door for a new employer, whoever brings it (DESIGN §8)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from guildhall.audit.recording import Change, record
from guildhall.employers.actions.entering import NewEmployer, enter_employers
from guildhall.employers.actions.facts import note_owner
from guildhall.lib import clock
from guildhall.lib.ids import new_ids
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution, Person
from guildhall.prospects import rules
from guildhall.prospects.models import Prospect, StageEntry
from guildhall.store.blocks import insert_values

PROSPECT = ("employer_id", "stage", "stage_since", "owner_id")
STAGE = ("id", "prospect_id", "stage", "entered_at", "by_id", "reason")


@transaction.atomic
def open_prospect(new: NewEmployer, *, holder: Institution, by: Person, owner: Person | None = None) -> Prospect:
    """Enter one employer as a lead, held by an institution and restricted (A2)."""
    ids = open_prospects([new], holder=holder, by=by, owner=owner)
    prospect = Prospect.objects.select_related("employer").get(pk=ids[0])
    if owner:
        note_owner(prospect.employer, owner)
    record("open", prospect.employer, by=by, after={"name": new.name}, institution=holder)
    return prospect


def open_prospects(
    entered: Sequence[NewEmployer], *, holder: Institution, by: Person, owner: Person | None = None
) -> list[UUID]:
    """Enter many employers as leads; the caller writes the journal of the block."""
    require(rules.can_enter(by, holder))
    now = clock.now()
    ids = enter_employers(entered, holder=holder, by=by, at=now)
    lead = Prospect.Stage.LEAD.value
    insert_values(Prospect, PROSPECT, [(pk, lead, now, owner.pk if owner else None) for pk in ids])
    note_stages(ids, lead, at=now, by=by)
    return ids


def note_stages(ids: Sequence[UUID], stage: str, *, at: datetime, by: Person, reason: str = "") -> None:
    """Write that many prospects entered a stage."""
    insert_values(
        StageEntry, STAGE, [(n, pk, stage, at, by.pk, reason) for n, pk in zip(new_ids(len(ids)), ids, strict=True)]
    )


def opened_changes(ids: Sequence[UUID], entered: Sequence[NewEmployer]) -> list[Change]:
    """What the journal says of employers that a block opened."""
    return [Change("employers.employer", str(pk), None, {"name": e.name}) for pk, e in zip(ids, entered, strict=True)]
