"""Telling whoever keeps an agreement that its end comes near: once for each last day (N14)."""

from django.db import transaction
from django.db.models import F, Q

from guildhall.agreements import emails
from guildhall.agreements.models import Agreement
from guildhall.lib import clock
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
    if (row.ends_on - clock.today()).days > row.notice_days:
        return False
    row.noticed_for = row.ends_on
    row.save(update_fields=["noticed_for"])
    if not row.successors.filter(state__in=Agreement.OPEN).exists():  # else somebody sees to it already
        emails.tell_ends(row)
    return True
