from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "guildhall.files"
    label = "files"

    def ready(self) -> None:
        """Every model is known by now."""
        from guildhall.files.dropping import watch

        watch()
