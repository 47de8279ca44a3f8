from django.apps import AppConfig


class ProtocolsConfig(AppConfig):
    name = "guildhall.protocols"
    label = "protocols"
