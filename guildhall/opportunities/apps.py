from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    name = "guildhall.opportunities"
    label = "opportunities"
