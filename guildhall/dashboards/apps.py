from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "guildhall.dashboards"
    label = "dashboards"
