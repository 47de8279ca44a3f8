from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from guildhall.audit.sealing import note_head
from guildhall.context import Keeper, at_home
from guildhall.context.commands import InContext
from guildhall.project.archives import finish, restore, unfinished
from guildhall.project.programs import Unavailable
from guildhall.stewardship.actions.repeating import erase_again, erasures_file


class Command(InContext):
    help = "Read an archive into an empty database. Refuses where anything is set up already."
    requires_system_checks: list[str] = []
    keeper = Keeper.SCHEMA  # what is there is replaced, tables and all
    reason = "an archive is read in"
    knows_home = False  # there is none before the archive is read

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument(
            "--without-key", action="store_true", help="also where nobody can tell who was erased since it was written"
        )

    def handle(self, *args: Any, archive: Path, without_key: bool = False, **options: Any) -> None:
        if not unfinished():
            self._require_empty()
        try:
            manifest = restore(archive.absolute(), without_key=without_key)
        except (Unavailable, OSError) as error:
            raise CommandError(str(error)) from error
        call_command("migrate", interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # an archive does not tell the database how its rows are spread
        note_head(restored=True)  # heads that are younger than the archive do not count any more
        with at_home():
            again = erase_again(datetime.fromisoformat(manifest["written_at"]))
        finish()
        self.stdout.write(f"Restored: {archive}, written {manifest['written_at']}")
        if again:
            self.stdout.write(f"Erased again, as was done since: {again}")
        if not erasures_file().exists():
            self.stdout.write(
                f"{erasures_file()} is not at hand: who was erased since the archive was written is back. Restore "
                "again with that file in its place, or erase them again."
            )

    def _require_empty(self) -> None:
        if "people_institution" in connection.introspection.table_names():
            with connection.cursor() as cursor:
                cursor.execute("SELECT EXISTS (SELECT 1 FROM people_institution)")
                if cursor.fetchone()[0]:
                    raise CommandError("This database holds institutions already: restore into an empty one.")
