from django.apps import AppConfig


class IntermediariesConfig(AppConfig):
    name = "guildhall.intermediaries"
    label = "intermediaries"
