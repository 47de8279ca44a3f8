"""guildhall load_zips: ZIP codes that are newer than those that ship with the product."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from guildhall.context import Keeper
from guildhall.context.commands import InContext
from guildhall.lib.verdicts import Refused
from guildhall.opportunities.actions.centroids import load_centroids

COLUMNS = ("zip", "latitude", "longitude", "city", "state")


class Command(InContext):
    help = "Load ZIP codes with their latitude and longitude from a CSV file: zip, latitude, longitude, city, state."
    keeper = Keeper.SCHEMA
    reason = "ZIP codes"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"{path} is not there.")
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if missing := [name for name in COLUMNS if name not in (reader.fieldnames or [])]:
                raise CommandError(f"The first line names no {', '.join(missing)}.")
            try:
                rows = [(r["zip"], float(r["latitude"]), float(r["longitude"]), r["city"], r["state"]) for r in reader]
                count = load_centroids(rows)
            except (ValueError, Refused) as error:
                raise CommandError(f"{path.name}: {error}") from error
        self.stdout.write(f"{count} ZIP codes")
