"""guildhall receive: the mail server hands over one message that somebody sent to their own address."""

import json
import os
import sys
from argparse import ArgumentParser
from typing import Any

import structlog
from django.core.management.base import CommandError
from django.db import InterfaceError, OperationalError

from guildhall.context import acting
from guildhall.context.commands import InContext
from guildhall.engagements.actions.copies import sender_of, take_copy
from guildhall.engagements.messages import LARGEST, Unreadable
from guildhall.lib.verdicts import Refused

log = structlog.get_logger("guildhall.receive")


class Command(InContext):
    help = (
        "Take one message from standard input: a copy to be logged by whoever sent it. Ends with 0 for taken, 65 for "
        "what is no message, 75 where it should be tried again, 77 for refused."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", required=True, metavar="ADDRESS", help="the address it was sent to")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        content = sys.stdin.buffer.read(LARGEST + 1)
        try:
            person = sender_of(options["to"], content)
            with acting(person):
                became = take_copy(content, by=person)
        except Unreadable as problem:
            raise CommandError(str(problem), returncode=os.EX_DATAERR) from problem
        except Refused as refused:
            raise CommandError(refused.verdict.reason, returncode=os.EX_NOPERM) from refused
        except (OperationalError, InterfaceError):
            raise  # the console command says that the database is away
        except Exception as error:  # what the sender reads in a returned message is a sentence
            log.exception("not taken")
            raise CommandError("This could not be done now: try again.", returncode=os.EX_TEMPFAIL) from error
        self.stdout.write(json.dumps({"copy": became}) if options["json"] else f"copy: {became}")
