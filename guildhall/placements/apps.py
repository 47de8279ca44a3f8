from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "guildhall.placements"
    label = "placements"
