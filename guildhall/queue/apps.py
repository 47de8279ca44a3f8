from django.apps import AppConfig


class QueueConfig(AppConfig):
    name = "guildhall.queue"
    label = "queue"
