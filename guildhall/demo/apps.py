from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "guildhall.demo"
    label = "demo"
