from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "guildhall.pathways"
    label = "pathways"
