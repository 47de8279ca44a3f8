from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "guildhall.boards"
    label = "boards"
