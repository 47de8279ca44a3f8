"""Promotion: one reversible act on the same record."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.employers.actions import posting
from guildhall.employers.actions.facts import note_owner
from guildhall.engagements.actions.recording import note_acts
from guildhall.lib import clock
from guildhall.lib.verdicts import refuse, require
from guildhall.people.models import Institution, Person
from guildhall.prospects import emails, rules
from guildhall.prospects.actions.developing import enter_stage, locked_to_develop
from guildhall.prospects.models import Promotion, Prospect
from guildhall.protocols.models import Clause
from guildhall.protocols.queries import clause_in_force
from guildhall.store.locking import locked

Stage = Prospect.Stage


@transaction.atomic
def promote(
    prospect: Prospect,
    *,
    by: Person,
    audience: Sequence[Institution] | None = None,
    reason: str = "",
    until: date | None = None,
) -> Promotion:
    """Open an employer to the institutions: same row, same address, both gates passed (A5, A6, B4, N2).

    `audience` is None for whom the protocol says, by default every institution; otherwise the exception is recorded
    with its reason and end.
    """
    saved_prospect = locked_to_develop(prospect, by)
    require(rules.can_promote(by, saved_prospect))
    holder = saved_prospect.employer.holder
    clause = clause_in_force(Clause.Subject.DEFAULT_AUDIENCE, holder)
    if audience is not None:
        clause = rules.exception_clause(holder)
        require(rules.can_except(by, clause, audience, reason, until))
    now = clock.now()
    promotion = Promotion.objects.create(
        prospect=saved_prospect,
        by=by,
        promoted_at=now,
        clause=clause,
        audience=sorted((i.pk for i in audience), key=str) if audience else None,
        stage_before=saved_prospect.stage,
        reason=reason.strip()[:300],
    )
    posting.post([saved_prospect.employer], at=now)
    if audience:
        posting.designate(
            saved_prospect.employer, audience, clause=clause, reason=reason.strip()[:300], until=until, by=by, at=now
        )
    if saved_prospect.owner and saved_prospect.employer.owner_id is None:
        note_owner(saved_prospect.employer, saved_prospect.owner)
    enter_stage(saved_prospect, Stage.PROMOTED, by=by)
    saved_prospect.version += 1
    saved_prospect.save()
    note_acts(
        [saved_prospect.employer_id],
        "Promoted to the shared record",
        body=_words(saved_prospect, clause),
        by=by,
        institution=holder,
    )
    record(
        "promote",
        saved_prospect.employer,
        by=by,
        before={"posted": False, "stage": promotion.stage_before},
        after={"posted": True, "stage": Stage.PROMOTED, "audience": [i.name for i in audience or []] or "all"},
        reason=reason,
        institution=holder,
    )
    emails.tell_institutions(promotion)
    return promotion


def _words(prospect: Prospect, clause: Clause | None) -> str:
    count = prospect.answers.count()
    how = prospect.get_ready_how_display()
    return f"{count} criteria answered, readiness {how}." + (f" Under {clause.citation}." if clause else "")


@transaction.atomic
def undo_promotion(promotion: Promotion, *, by: Person) -> None:
    """Close a promoted employer again, as it was, within a day (N2)."""
    prospect = locked_to_develop(promotion.prospect, by)
    promotion = locked(Promotion, promotion.pk)
    promotion.prospect = prospect
    require(rules.can_undo(by, promotion))
    now = clock.now()
    posting.withdraw([prospect.employer_id], at=now)
    prospect.employer.engagements.filter(kind="act", recorded_at__gte=promotion.promoted_at).delete()
    promotion.undone_at, promotion.undone_by = now, by
    promotion.save(update_fields=["undone_at", "undone_by"])
    enter_stage(prospect, promotion.stage_before, by=by)
    prospect.version += 1
    prospect.save()
    record("undo promotion", prospect.employer, by=by, before={"posted": True}, after={"posted": False})
    emails.tell_undone(promotion)


@transaction.atomic
def park_shared(prospect: Prospect, *, by: Person, reason: str) -> None:
    """Take a shared employer back into the CRM, with notice to the institutions that saw it (A7)."""
    saved_prospect = locked_to_develop(prospect, by)
    if saved_prospect.employer.posted_at is None:
        refuse("This employer is not shared.")
    if not reason.strip():
        refuse("Say why: the institutions that worked with it are told.")
    promotion = saved_prospect.promotions.filter(undone_at=None).first()
    emails.tell_parked(saved_prospect, reason=reason, by=by, promotion=promotion)
    posting.withdraw([saved_prospect.employer_id], at=clock.now())
    enter_stage(saved_prospect, Stage.PARKED, by=by, reason=reason.strip()[:300])
    saved_prospect.version += 1
    saved_prospect.save()
    record("park", saved_prospect.employer, by=by, before={"posted": True}, after={"posted": False}, reason=reason)
