import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.commands.check import Command as Check

from guildhall.audit.sealing import note_head, seal_entries, verify
from guildhall.context import Keeper, at_home
from guildhall.context.commands import InContext
from guildhall.files.dropping import missing, unheld


class Command(InContext, Check):
    help = (
        "Check the installation. 'check audit' checks the journal and names the first bad entry; 'check files' names "
        "the files that no record refers to, and those that are missing."
    )
    keeper = Keeper.SEALING
    knows_home = False  # an installation is checked before it has a database, too

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--seal", action="store_true", help="seal what is not sealed yet, before the check")

    def handle(self, *app_labels: str, **options: Any) -> None:
        if app_labels not in (("audit",), ("files",)):
            super().handle(*app_labels, **options)
            return
        with at_home():
            if app_labels == ("files",):
                self._check_files()
            else:
                self._check_journal(seal=options["seal"])

    def _check_files(self) -> None:
        left, lost = list(unheld()), missing()
        for name in left:
            self.stdout.write(f"{name}: no record refers to it.")
        for name in lost:
            self.stderr.write(f"{name}: a record refers to it, and it is not there.")
        self.stdout.write(f"Files that no record refers to: {len(left)}. Files that are missing: {len(lost)}.")
        if lost:
            sys.exit(1)

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
