from django.apps import AppConfig


class EmployersConfig(AppConfig):
    name = "guildhall.employers"
    label = "employers"
