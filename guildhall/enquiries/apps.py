from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "guildhall.enquiries"
    label = "enquiries"
