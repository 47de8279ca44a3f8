from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "guildhall.bookings"
    label = "bookings"
