"""What a secret address opens of bookings: the one booking, or the one list, that it is about."""

from datetime import timedelta

from django.utils.crypto import constant_time_compare

from guildhall.bookings.links import DOOR, number_in, opened_by, secret_of_booking
from guildhall.bookings.models import Booking, Roll
from guildhall.context import Keeper, keeping
from guildhall.lib import clock

STAYS = timedelta(days=1)  # after the event
ASKS = timedelta(days=14)  # for which whoever came without booking may say how it was
RELATED = ("roll__event__institution", "roll__session", "registration", "employer", "institution", "contact")


def booking_of(secret: str) -> Booking | None:
    """The booking whose letters hold this address, until a day after the event; None where it opens nothing."""
    pk = number_in(secret)
    if pk is None:
        return None
    with keeping(Keeper.LINK, "a link that was mailed opens the one booking that it is about"):
        row = Booking.objects.select_related(*RELATED).filter(pk=pk, person=None).first()
    if row is None or not constant_time_compare(secret, secret_of_booking(row)):
        return None
    return row if _is_read(row) and row.ends_at + STAYS > clock.now() else None


def _is_read(row: Booking) -> bool:
    """Whether the letters about it are in somebody's hands still: not of who was erased, or has left the employer."""
    if row.registration is not None:
        return bool(row.registration.email)
    return bool(row.email) or bool(row.contact and row.contact.reads_mail)


def list_of_door(secret: str) -> Roll | None:
    """The list at whose door this address is shown, from the beginning for two weeks; None where it opens nothing."""
    pk = opened_by(DOOR, secret)
    rows = Roll.objects.current().filter(pk=pk, event__state__in=["published", "held"])
    row = rows.select_related("event__institution", "session").first() if pk else None
    return row if row is not None and row.begins_at <= clock.now() < row.begins_at + ASKS else None
