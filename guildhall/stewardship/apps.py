from django.apps import AppConfig


class StewardshipConfig(AppConfig):
    name = "guildhall.stewardship"
    label = "stewardship"
