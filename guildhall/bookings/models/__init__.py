from guildhall.bookings.models.afterward import AskedAfter, Feedback, Reason, Report
from guildhall.bookings.models.attending import Closing, Tap
from guildhall.bookings.models.bookings import Booking
from guildhall.bookings.models.rolls import Roll, Share, Terms

__all__ = ["AskedAfter", "Booking", "Closing", "Feedback", "Reason", "Report", "Roll", "Share", "Tap", "Terms"]
