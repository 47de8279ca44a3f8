"""The morning after: each employer who took part reads how the event was attended; numbers, and nobody's name (R6)."""

from typing import Any

from django.db import transaction

from guildhall.audit.recording import record
from guildhall.bookings import emails
from guildhall.bookings.models import Closing, Report
from guildhall.bookings.queries.attendance import is_still_open
from guildhall.bookings.queries.reporting import as_numbers, numbers_for, parts_to_tell
from guildhall.lib import clock
from guildhall.queue.apart import apart
from guildhall.store.locking import locked


def tell_employers() -> int:
    """Send what is due: of every list that was closed on an earlier day, once, as soon as no list of its day is open
    at whose door somebody was. Returns how many employers were told.
    """
    rows = Closing.objects.filter(told_at=None).order_by("closed_at").values_list("pk", "closed_at")
    due = [pk for pk, closed_at in rows if clock.day_of(closed_at) < clock.today()]
    with apart() as pieces:
        return pieces.each(_tell_of, due)


@transaction.atomic
def _tell_of(pk: Any) -> int:
    closing = locked(Closing, pk, "roll__event__institution", "roll__event__organizer")
    if closing.told_at is not None:
        return 0
    event, day, told = closing.roll.event, clock.day_of(closing.roll.starts_at), 0
    if is_still_open(event, day):
        return 0  # they are told once, of the whole day
    for part in parts_to_tell(event):
        numbers = numbers_for(event, day, part.employer)
        report, new = Report.objects.get_or_create(
            part=part, day=day, defaults={"sent_at": clock.now(), "numbers": numbers}
        )
        if new:
            emails.report(report, as_numbers(numbers), event)
            record("report attendance", report, by=None, after={"day": day}, institution=event.institution)
            told += 1
    closing.told_at = clock.now()
    closing.save(update_fields=["told_at"])
    return told
