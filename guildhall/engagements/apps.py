from django.apps import AppConfig


class EngagementsConfig(AppConfig):
    name = "guildhall.engagements"
    label = "engagements"
