"""Places that were offered and not taken in time go to the next one; lists that stand free are filled (C16)."""

from uuid import UUID

from django.db import transaction

from guildhall.bookings import emails
from guildhall.bookings.actions.places import fill_up, held_booking, take_state
from guildhall.bookings.models import Booking
from guildhall.lib import clock
from guildhall.queue.apart import apart

State = Booking.State


def lapse_offers() -> int:
    """Let every offer lapse whose time has passed; returns how many. Done twice it does nothing more.

    The caller is a keeper: it looks at every institution's bookings.
    """
    rows = Booking.objects.filter(state=State.OFFERED, answer_until__lt=clock.now())
    with apart() as pieces:
        return pieces.each(_lapse, list(rows.order_by("answer_until").values_list("pk", flat=True)))


@transaction.atomic
def _lapse(pk: UUID) -> bool:
    row = held_booking(pk)
    if row.state != State.OFFERED or row.answer_until is None or row.answer_until >= clock.now():
        return False  # somebody answered while we waited
    row.named_at_door = False
    take_state(row, State.LAPSED, "let booked place lapse", by=None)
    emails.tell_lapsed(row)
    fill_up(row.roll)
    return True
