from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "guildhall.partnerships"
    label = "partnerships"
