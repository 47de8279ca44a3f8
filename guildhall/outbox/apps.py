from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "guildhall.outbox"
    label = "outbox"
