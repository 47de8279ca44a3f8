from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "guildhall.community"
    label = "community"
