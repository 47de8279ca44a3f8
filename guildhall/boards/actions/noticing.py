"""Telling secretaries that terms end, and whoever decides that advice waits: once for each day (D14, D16)."""

from datetime import timedelta

from django.db.models import F, Q

from guildhall.boards import emails
from guildhall.boards.measures import RENEWAL_DAYS
from guildhall.boards.models import Member, Recommendation
from guildhall.lib import clock
from guildhall.queue.apart import apart
from guildhall.store.locking import locked

AHEAD = 7  # days before advice has to be decided on


def notice_terms() -> int:
    """Tell the secretaries of boards whose members' terms end soon; returns of how many members."""
    untold = Q(noticed_for=None) | ~Q(noticed_for=F("ends_on"))
    rows = Member.objects.renewal_due(RENEWAL_DAYS).filter(untold, board__closed_on=None, ends_on__gte=clock.today())
    with apart() as pieces:
        return pieces.each(_notice_term, list(rows.order_by("ends_on", "pk").values_list("pk", flat=True)))


def _notice_term(pk: object) -> bool:
    row = locked(Member, pk, "board__secretary", "board__institution", "person", "contact__employer")
    if not row.is_current or row.noticed_for == row.ends_on:
        return False
    row.noticed_for = row.ends_on
    row.save(update_fields=["noticed_for"])
    emails.tell_term_ends(row)
    return True


def notice_advice() -> int:
    """Tell whoever is to decide on advice that the day comes near; returns on how many pieces of advice."""
    untold = Q(noticed_for=None) | ~Q(noticed_for=F("decide_by"))
    soon = clock.today() + timedelta(AHEAD)
    rows = Recommendation.objects.waiting().filter(untold, decide_by__lte=soon, board__closed_on=None)
    with apart() as pieces:
        return pieces.each(_notice_advice, list(rows.order_by("decide_by", "pk").values_list("pk", flat=True)))


def _notice_advice(pk: object) -> bool:
    row = locked(Recommendation, pk, "board__secretary", "board__institution", "person")
    if row.closed_on is not None or row.noticed_for == row.decide_by:
        return False
    row.noticed_for = row.decide_by
    row.save(update_fields=["noticed_for"])
    emails.tell_due(row)
    return True
