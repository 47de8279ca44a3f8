from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "guildhall.ui"
    label = "ui"
