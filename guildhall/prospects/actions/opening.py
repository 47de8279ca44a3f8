"""Opening prospects: the only door for a new employer, whoever brings it (DESIGN §8)."""

from collections.abc import Sequence

from django.db import transaction

from guildhall.audit.recording import Change, record
from guildhall.employers.actions.entering import NewEmployer, enter_employers
from guildhall.employers.actions.facts import note_owner
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.verdicts import require
from guildhall.people.models import Institution, Person
from guildhall.prospects import rules
from guildhall.prospects.models import Prospect, StageEntry
from guildhall.store.blocks import copy_rows


@transaction.atomic
def open_prospect(new: NewEmployer, *, holder: Institution, by: Person, owner: Person | None = None) -> Prospect:
    """Enter one employer as a lead, held by an institution and restricted (A2)."""
    prospect = open_prospects([new], holder=holder, by=by, owner=owner)[0]
    if owner:
        note_owner(prospect.employer, owner)
    record("open", prospect.employer, by=by, after={"name": new.name}, institution=holder)
    return prospect


def open_prospects(
    entered: Sequence[NewEmployer], *, holder: Institution, by: Person, owner: Person | None = None
) -> list[Prospect]:
    """Enter many employers as leads; the caller writes the journal of the block."""
    require(rules.can_enter(by, holder))
    now = clock.now()
    employers = enter_employers(entered, holder=holder, by=by, at=now)
    prospects = [Prospect(employer=employer, stage_since=now, owner=owner) for employer in employers]
    copy_rows(prospects)
    copy_rows([StageEntry(prospect=p, stage=Prospect.Stage.LEAD, entered_at=now, by=by) for p in prospects])
    return prospects


def opened_changes(employers: Sequence[Employer]) -> list[Change]:
    """What the journal says of employers that a block opened."""
    return [Change("employers.employer", str(e.pk), None, {"name": e.name}) for e in employers]
