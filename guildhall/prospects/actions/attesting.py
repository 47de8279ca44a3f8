"""Attestation: an institution brings the partners that it works with already, and they are shared at once (A4)."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from guildhall.employers.actions.entering import NewEmployer, enter_employers
from guildhall.engagements.actions.recording import note_acts
from guildhall.lib import clock
from guildhall.lib.ids import new_ids
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Institution, Person
from guildhall.prospects import rules
from guildhall.prospects.actions.opening import note_stages
from guildhall.prospects.models import Promotion, Prospect
from guildhall.protocols.models import Clause
from guildhall.protocols.parameters import default_of
from guildhall.protocols.queries import clause_in_force
from guildhall.store.blocks import insert_values

PROSPECT = ("employer_id", "stage", "stage_since", "vetted_at", "vetted_by_id", "vetted_under_id", "attested",
            "vet_again_by", "ready_at", "ready_by_id", "ready_how")  # fmt: skip
PROMOTION = ("id", "prospect_id", "by_id", "promoted_at", "clause_id", "stage_before", "reason")


@transaction.atomic
def attest_partners(
    entered: Sequence[NewEmployer], *, institution: Institution, clause: Clause | None, by: Person
) -> list[UUID]:
    """Enter employers that an institution attests to be vetted partners already, and share them (A4).

    They are to be vetted again when the clause says. The caller writes the journal of the block.
    """
    require(rules.can_enter(by, institution))
    require(rules.can_attest(by, institution))
    clause = clause or clause_in_force(Clause.Subject.ATTESTATION, institution)
    if clause is None or clause.subject != Clause.Subject.ATTESTATION:
        refuse("Name a clause on the attestation of existing partners that is in force.")
    days = clause.parameters.get("again_days") or default_of(clause.subject, "again_days")
    now, again = clock.now(), clock.today() + timedelta(days=days)
    ids = enter_employers(entered, holder=institution, by=by, at=now, posted_at=now)
    promoted, how = Prospect.Stage.PROMOTED.value, Prospect.Confirmation.ATTESTED.value
    vetted = (promoted, now, now, by.pk, clause.pk, True, again, now, by.pk, how)
    insert_values(Prospect, PROSPECT, [(pk, *vetted) for pk in ids])
    note_stages(ids, Prospect.Stage.LEAD.value, at=now, by=by)
    note_stages(ids, promoted, at=now + timedelta(microseconds=1), by=by, reason="attested")
    words = f"Attested by {by} for {institution}, under {clause.citation}. To be vetted again after {days} days."
    note_acts(ids, "Shared as a partner already", body=words, by=by, institution=institution)
    details = (by.pk, now, clause.pk, Prospect.Stage.LEAD.value, "attested")
    insert_values(Promotion, PROMOTION, [(n, pk, *details) for n, pk in zip(new_ids(len(ids)), ids, strict=True)])
    return ids
