"""What whoever booked is written: the place, the turn, what changed. No letter names a student, nor do its headers."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from guildhall.bookings.models import Booking
from guildhall.bookings.queries.entries import calendar_of_booking
from guildhall.outbox.actions import hand_over
from guildhall.people import events
from guildhall.people.queries import territory
from guildhall.people.telling import tell
from guildhall.ui.dates import short_moment

TEMPLATE = "bookings/email/booking.txt"
WITH_CALENDAR = ("booked", "given", "moved")  # letters that bring an entry for one's own calendar


def tell_booked(row: Booking) -> None:
    """Confirm a place, or a turn on the waiting list, with the code and the entry for a calendar."""
    _write(row, str(row.state))


def tell_promoted(row: Booking) -> None:
    """Tell somebody from the waiting list that a place is theirs, or until when they may take it."""
    _write(row, "offered" if row.state == Booking.State.OFFERED else "given")


def tell_canceled(row: Booking) -> None:
    """Confirm that a place was given back."""
    _write(row, "canceled")


def tell_lapsed(row: Booking) -> None:
    """Tell somebody that a place that was offered went to the next one."""
    _write(row, "lapsed")


def tell_moved(row: Booking) -> None:
    """Tell somebody once that what they booked takes place at another time."""
    _write(row, "moved", f"moved:{row.event.version}")


def tell_not_held(row: Booking) -> None:
    """Tell somebody once that what they booked does not take place."""
    _write(row, "not_held")


def address_of(row: Booking) -> str:
    """Where whoever comes is written to; empty where nobody knows."""
    if row.registration is not None:
        return str(row.registration.email)
    if row.contact is not None and row.contact.is_current and row.contact.email:
        return str(row.contact.email)
    return str(row.email)


def _write(row: Booking, how: str, key: str = "") -> None:
    key = f"booking:{row.pk}:{key or f'{row.version}:{how}'}"
    words: dict[str, Any] = {"row": row, "event": row.event, "how": how, "when": short_moment(row.begins_at)}
    words |= {"until": short_moment(row.answer_until) if row.answer_until else "", "territory": territory()}
    if row.person is not None:
        path = reverse("booking", args=[row.pk])
        tell(events.BOOKING_MOVED, [row.person], TEMPLATE, words, path=path, key=key, scope=row.scope)
        return
    if not (address := address_of(row)):
        return
    if row.registration is not None and row.registration.login_id:
        words["link"] = settings.PUBLIC_URL + reverse("student-booking", args=[row.pk])
    details: dict[str, Any] = {"kind": "booking", "scope": row.scope, "key": key, "confidential": True}
    details["calendar"] = calendar_of_booking(row) if how in WITH_CALENDAR else ""
    hand_over(address, TEMPLATE, words, **details)
