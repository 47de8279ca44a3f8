from django.apps import AppConfig

from guildhall.context import read_zone_by


class PeopleConfig(AppConfig):
    name = "guildhall.people"
    label = "people"

    def ready(self) -> None:
        from guildhall.people.queries import territory  # models are there only now

        read_zone_by(lambda: result.time_zone if (result := territory()) else None)
