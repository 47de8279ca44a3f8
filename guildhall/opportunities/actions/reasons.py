"""The reasons for refusing that an institution keeps: added, changed, taken out of use."""

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.lib import clock
from guildhall.lib.lines import one_line
from guildhall.lib.verdicts import Conflict, refuse, require
from guildhall.opportunities import rules
from guildhall.opportunities.models import SavedReason
from guildhall.people.models import Institution, Person
from guildhall.store.locking import locked

FIELDS = ("reason", "advice")


@transaction.atomic
def add_reason(reason: str, advice: str, *, institution: Institution, by: Person) -> SavedReason:
    """Keep a reason for refusing at an institution."""
    require(rules.can_keep_reasons(by, institution))
    row = SavedReason(institution=institution, by=by, used_at=clock.now())
    return _save(row, reason, advice, by=by)


@transaction.atomic
def change_reason(row: SavedReason, reason: str, advice: str, *, version: int, by: Person) -> SavedReason:
    """Word a reason otherwise; what was refused with it keeps the words of then."""
    saved = locked(SavedReason, row.pk, "institution")
    require(rules.can_keep_reasons(by, saved.institution))
    if saved.version != version:
        raise Conflict
    saved.version += 1
    return _save(saved, reason, advice, by=by)


def _save(row: SavedReason, reason: str, advice: str, *, by: Person) -> SavedReason:
    before = {name: getattr(row, name) for name in FIELDS} if row.pk else None
    row.reason, row.advice = one_line(reason)[:300], one_line(advice)[:300]
    if not row.reason:
        refuse("Say why: the employer reads it.")
    if SavedReason.objects.filter(institution=row.institution, reason=row.reason).exclude(pk=row.pk).exists():
        refuse("This reason is kept already. One that is out of use can be brought back.")
    row.save()
    after = {name: getattr(row, name) for name in FIELDS}
    record("save reason for refusing", row, by=by, before=before, after=after, institution=row.institution)
    return row


@transaction.atomic
def retire_reason(row: SavedReason, *, on: bool, by: Person) -> None:
    """Take a reason out of use, or back into it; what was refused with it changes nothing."""
    saved = locked(SavedReason, row.pk, "institution")
    require(rules.can_keep_reasons(by, saved.institution))
    saved.retired_at = clock.now() if on else None
    saved.version += 1
    saved.save(update_fields=["retired_at", "version"])
    if on:
        record("retire reason for refusing", saved, by=by, institution=saved.institution)
    else:
        record("bring back reason for refusing", saved, by=by, institution=saved.institution)
