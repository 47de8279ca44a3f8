import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.commands.check import Command as Check

from guildhall.audit.sealing import note_head, seal_entries, verify
from guildhall.context import Keeper, at_home
from guildhall.context.commands import InContext


class Command(InContext, Check):
    help = "Check the installation. 'check audit' checks the journal and names the first bad entry."
    keeper = Keeper.SEALING
    knows_home = False  # an installation is checked before it has a database, too

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--seal", action="store_true", help="seal what is not sealed yet, before the check")

    def handle(self, *app_labels: str, **options: Any) -> None:
        if app_labels != ("audit",):
            super().handle(*app_labels, **options)
            return
        with at_home():
            self._check_journal(seal=options["seal"])

    def _check_journal(self, *, seal: bool) -> None:
        if seal:
            seal_entries()
        result = verify()
        if seal and not result.bad:
            note_head(now=True)
        self.stdout.write(f"{result.sealed} entries are sealed, {result.unsealed} are not sealed yet.")
        if result.bad:
            self.stderr.write(f"The journal does not hold: {result.bad}.")
            sys.exit(1)
        self.stdout.write(
            f"{result.heads} heads were written down outside of the database; it agrees with all of them."
        )
        self.stdout.write("The journal holds.")
