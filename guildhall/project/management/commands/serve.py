import sys
from typing import Any

from django.conf import settings

from guildhall.context.commands import InContext
from guildhall.project.running import Children, collect_static, web


class Command(InContext):
    help = "Start the web server at HOST and PORT. Any number of these share one database."
    requires_system_checks: list[str] = []
    knows_home = False  # each request enters its own context

    def handle(self, *args: Any, **options: Any) -> None:
        collect_static()
        with Children() as children:
            children.start("web server", web(settings.HOST, settings.PORT))
            self.stderr.write(f"Guildhall serves {settings.PUBLIC_URL}")
            sys.exit(children.wait())
