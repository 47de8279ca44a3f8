from typing import Any

from guildhall.context.commands import InContext
from guildhall.project.working import work


class Command(InContext):
    help = "Start a background worker. Any number of these share one database; each job is claimed once."
    requires_system_checks: list[str] = []
    knows_home = False  # each job enters its own context

    def handle(self, *args: Any, **options: Any) -> None:
        work()
