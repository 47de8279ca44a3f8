from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "guildhall.supervision"
    label = "supervision"
