from django.apps import AppConfig


class StudentsConfig(AppConfig):
    name = "guildhall.students"
    label = "students"
