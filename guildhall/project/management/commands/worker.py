from typing import Any

from django.core.management.base import BaseCommand

from guildhall.project.working import work


class Command(BaseCommand):
    help = "Start a background worker. Any number of these share one database; each job is claimed once."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        work()
