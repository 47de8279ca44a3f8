from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "guildhall.agreements"
    label = "agreements"
