from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "guildhall.files"
    label = "files"
