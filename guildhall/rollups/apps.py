from django.apps import AppConfig


class RollupsConfig(AppConfig):
    name = "guildhall.rollups"
    label = "rollups"
