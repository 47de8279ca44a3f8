from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "guildhall.people"
    label = "people"
