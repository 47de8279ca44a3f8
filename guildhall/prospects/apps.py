from django.apps import AppConfig


class ProspectsConfig(AppConfig):
    name = "guildhall.prospects"
    label = "prospects"
