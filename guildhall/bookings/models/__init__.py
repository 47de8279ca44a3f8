from guildhall.bookings.models.bookings import Booking
from guildhall.bookings.models.rolls import Roll, Share, Terms

__all__ = ["Booking", "Roll", "Share", "Terms"]
