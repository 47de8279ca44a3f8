from django.apps import AppConfig


class DemandConfig(AppConfig):
    name = "guildhall.demand"
    verbose_name = "demand"
