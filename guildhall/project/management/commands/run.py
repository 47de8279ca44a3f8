import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from guildhall.context import at_home
from guildhall.context.commands import InContext
from guildhall.demo.region import PASSWORD, can_load, sign_ins
from guildhall.people.queries import territory
from guildhall.project.given import bracketed
from guildhall.project.programs import Unavailable
from guildhall.project.running import Children, collect_static, require_free_port, web

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  compared with, not bound to


class Command(InContext):
    help = "Start everything: migrations, the demo region (unless --empty), web server and worker."
    requires_system_checks: list[str] = []
    knows_home = False  # the tables may not be there yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--empty", action="store_true", help="start without demo data, with a set-up page")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            require_free_port(settings.HOST, settings.PORT)
        except Unavailable as error:
            raise CommandError(str(error)) from error
        call_command("migrate", interactive=False, verbosity=0)
        collect_static()
        if not options["empty"] and can_load(here=False):
            self.stderr.write("Loading the demo region …")
            call_command("demo", quiet=True)
        connection.close()  # what is ours alone is not needed any more
        with Children() as children:
            children.start("web server", web(settings.HOST, settings.PORT))
            children.start("worker", [sys.executable, "-m", "guildhall.project.cli", "worker"])
            self._wait_until_it_answers(children)
            self.stdout.write(f"\nGuildhall is ready: {settings.PUBLIC_URL}")
            with suppress(DatabaseError), at_home():  # whatever happens to the database meanwhile, it is kept running
                self._greet()
            sys.exit(children.wait())

    def _wait_until_it_answers(self, children: Children) -> None:
        host = EVERYWHERE.get(settings.HOST, settings.HOST)
        address = f"http://{bracketed(host)}:{settings.PORT}/healthz"
        for _try in range(300):
            try:
                with urllib.request.urlopen(address, timeout=2):  # noqa: S310  our own address
                    return
            except urllib.error.HTTPError:
                return  # it answers, if unwillingly: HTTPS installations redirect
            except OSError:
                time.sleep(0.1)

    def _greet(self) -> None:
        result = territory()
        out = self.stdout.write
        if result is None:
            out("Nothing is set up yet: open the address and answer the questions.")
        elif result.demo:
            out(f"\nDemo sign-ins (password for all: {PASSWORD})")
            for role, place, email in sign_ins():
                out(f"  {role:28} {email:46} {place}")
        out("\nCtrl-C stops everything.")
