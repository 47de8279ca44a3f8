from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from guildhall.context import Keeper
from guildhall.context.commands import InContext
from guildhall.project.archives import backup
from guildhall.project.programs import Unavailable


class Command(InContext):
    help = "Write database and files into one archive."
    keeper = Keeper.BACKUP

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path)

    def handle(self, *args: Any, archive: Path, **options: Any) -> None:
        try:
            manifest = backup(archive.absolute())
        except (Unavailable, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Written: {archive} ({archive.stat().st_size / 2**20:.1f} MB, {manifest['written_at']})")
