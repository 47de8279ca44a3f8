from django.apps import AppConfig


class VisitorsConfig(AppConfig):
    name = "guildhall.visitors"
    label = "visitors"
