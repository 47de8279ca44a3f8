from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "guildhall.meetings"
    label = "meetings"
