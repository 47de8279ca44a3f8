"""Telling whoever keeps an agreement that its end comes near: once for each last day (N14)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from guildhall.agreements import emails
from guildhall.agreements.models import Agreement
from guildhall.lib import clock
from guildhall.lib.working_days import after_working_days
from guildhall.queue.apart import apart
from guildhall.store.locking import locked


def notice_ends() -> int:
    """Tell the keepers of agreements whose days of notice have begun; returns of how many agreements."""
    unnoticed = Q(noticed_for=None) | ~Q(noticed_for=F("ends_on"))
    rows = Agreement.objects.filter(unnoticed, state=Agreement.State.IN_FORCE, ends_on__gte=clock.today())
    with apart() as pieces:
        return pieces.each(_notice, list(rows.order_by("ends_on", "pk").values_list("pk", flat=True)))


@transaction.atomic
def _notice(pk: object) -> bool:
    row = locked(Agreement, pk, "keeper", "institution")
    if row.ends_on is None or row.noticed_for == row.ends_on or row.state != Agreement.State.IN_FORCE:
        return False
    next_run = after_working_days(clock.today(), 1)  # before a weekend also for what begins on it
    if row.ends_on - timedelta(row.notice_days) >= next_run:
        return False
    if row.successors.filter(state__in=Agreement.OPEN).exists():  # somebody sees to it, unless that is given up
        return False
    row.noticed_for = row.ends_on
    row.save(update_fields=["noticed_for"])
    emails.tell_ends(row)
    return True
