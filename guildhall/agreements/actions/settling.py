"""What follows when the last party has signed: the text holds, the agreement is in force (ADR 68)."""

from datetime import date

from django.db import transaction

from guildhall.agreements import emails
from guildhall.agreements.models import Agreement, Revision
from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.periods import months_after
from guildhall.queue.apart import apart
from guildhall.store.locking import locked

KEPT_YEARS = 10  # after an agreement is over


def settle(revision: Revision) -> Revision:
    """After a signature: once every party has signed, this text holds and the one before does not any more.

    The caller holds the agreement and the revision.
    """
    parties = set(revision.agreement.parties.values_list("pk", flat=True))
    if not parties.issubset(revision.signatures.values_list("party", flat=True)):
        return revision
    agreement = locked(Agreement, revision.agreement_id, "institution", "keeper")
    for earlier in agreement.revisions.filter(state=Revision.State.SIGNED).exclude(pk=revision.pk):
        earlier.state, earlier.version = Revision.State.REPLACED, earlier.version + 1
        earlier.save(update_fields=["state", "version"])
    _carry_notes(revision)
    revision.state, revision.signed_at = Revision.State.SIGNED, clock.now()
    revision.version += 1
    revision.save(update_fields=["state", "signed_at", "version"])
    _in_force(agreement, revision)
    if agreement.replaces_id and agreement.starts_on <= clock.today():  # else on its first day
        _give_way(locked(Agreement, agreement.replaces_id, "institution"))
    return revision


def _carry_notes(revision: Revision) -> None:
    """What was noted by hand of the duties that go on, up to now."""
    for one in revision.obligations.exclude(continues=None).select_related("continues"):
        earlier = one.continues
        one.noted, one.note = earlier.noted, earlier.note
        one.noted_by_id, one.noted_at = earlier.noted_by_id, earlier.noted_at
        one.save(update_fields=["noted", "note", "noted_by", "noted_at"])


def _in_force(agreement: Agreement, revision: Revision) -> None:
    before = {"state": agreement.state, "ends_on": agreement.ends_on}
    if not revision.is_amendment:  # which leaves alone since when it holds
        agreement.starts_on = revision.starts_on
    agreement.ends_on, agreement.notice_days = revision.ends_on, revision.notice_days
    agreement.state = Agreement.State.IN_FORCE
    agreement.in_force_at = agreement.in_force_at or clock.now()
    agreement.kept_until = kept_after(agreement.ends_on)
    agreement.version += 1
    agreement.save()
    after = {"state": agreement.state, "ends_on": agreement.ends_on}
    record("put agreement in force", agreement, by=None, before=before, after=after, institution=agreement.institution)
    emails.tell_signed(agreement, revision)


def begin_successors() -> int:
    """What was replaced by a successor that begins today, or began lately, is over; returns of how many agreements."""
    in_force = Agreement.State.IN_FORCE
    begun = Agreement.objects.filter(state=in_force, starts_on__lte=clock.today(), replaces__state=in_force)
    with apart() as pieces:
        return pieces.each(_begin, list(begun.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _begin(pk: object) -> bool:
    successor = locked(Agreement, pk)
    if successor.state != Agreement.State.IN_FORCE or successor.starts_on > clock.today():
        return False
    _give_way(locked(Agreement, successor.replaces_id, "institution"))
    return True


def _give_way(row: Agreement) -> None:
    """The successor is signed and has begun, so what it replaces is over, and so are its amendments."""
    if row.state != Agreement.State.IN_FORCE:
        return
    before = {"state": row.state}
    row.state, row.kept_until = Agreement.State.REPLACED, kept_after(clock.today())
    row.version += 1
    row.save(update_fields=["state", "kept_until", "version"])
    for amendment in row.revisions.open():
        give_up(amendment)
    record("replace agreement", row, by=None, before=before, after={"state": row.state}, institution=row.institution)


def give_up(revision: Revision) -> None:
    """Nobody signs this text any more, and its links open nothing."""
    revision.state, revision.version = Revision.State.WITHDRAWN, revision.version + 1
    revision.save(update_fields=["state", "version"])
    revision.links.filter(revoked_at=None).update(revoked_at=clock.now())


def kept_after(last: date | None) -> date | None:
    """Until when an agreement is kept that is over on some day; without a last day for good."""
    return months_after(last, 12 * KEPT_YEARS) if last else None
