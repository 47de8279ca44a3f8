from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "guildhall.events"
    label = "events"
