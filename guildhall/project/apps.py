from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "guildhall.project"
    label = "project"

    def ready(self) -> None:
        from guildhall.project import checks  # noqa: F401  registering needs the app registry
