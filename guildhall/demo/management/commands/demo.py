import json
import time
from argparse import ArgumentParser
from typing import Any
from zoneinfo import available_timezones

from django.core.management.base import CommandError

from guildhall.context import Keeper
from guildhall.context.commands import InContext
from guildhall.demo import region
from guildhall.lib.verdicts import Refused


class Command(InContext):
    help = "Load the demo region, once, into an empty database. A second call changes nothing."
    requires_system_checks: list[str] = []
    keeper = Keeper.SCHEMA
    reason = "the demo region"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print institutions and sign-ins as one JSON object")
        parser.add_argument("--demo-here", action="store_true", help="load it into the server that DATABASE_URL names")
        parser.add_argument("--time-zone", default=region.TIME_ZONE, metavar="NAME", help="such as Pacific/Guam")
        parser.add_argument("--quiet", action="store_true", help="print nothing but errors")

    def handle(self, *args: Any, **options: Any) -> None:
        say = (lambda _words: None) if options["quiet"] else self.stderr.write
        if region.is_loaded():
            say("The demo region is here already; nothing was changed.")
        else:
            self._load(say, here=options["demo_here"], zone=options["time_zone"])
        if options["json"]:
            self.stdout.write(json.dumps(region.summary(), ensure_ascii=False))
        elif not options["quiet"]:
            for role, place, email in region.sign_ins():
                say(f"  {role:28} {email:46} {place}")
            say(f"  Password for all: {region.PASSWORD}")

    def _load(self, say: Any, *, here: bool, zone: str) -> None:
        if zone not in available_timezones():
            raise CommandError(f"There is no time zone “{zone}”: name one as America/New_York or Pacific/Guam.")
        if not (verdict := region.can_load(here=here)):
            raise CommandError(verdict.reason)
        say("Loading the demo region …")
        begun = time.monotonic()
        try:
            region.load(zone)
        except Refused as refusal:
            raise CommandError(refusal.verdict.reason) from refusal
        say(f"Loaded in {time.monotonic() - begun:.0f} seconds.")
