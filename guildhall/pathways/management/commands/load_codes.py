"""guildhall load_codes: the official lists of CIP, SOC, O*NET and TOP codes, and their crosswalks."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from guildhall.context import Keeper
from guildhall.context.commands import InContext
from guildhall.pathways.actions.codes import load_codes
from guildhall.pathways.loading import CodeList, read_codes


class Command(InContext):
    help = "Load the official lists of CIP, SOC, O*NET and TOP codes and their crosswalks, from CSV files or a folder."
    keeper = Keeper.SCHEMA
    reason = "official lists of codes"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="FILE", help="CSV files, or a folder of them")
        parser.add_argument("--version-of-list", default="", metavar="YEAR", help="where no heading says it")

    def handle(self, *args: Any, **options: Any) -> None:
        year = options["version_of_list"]
        read = [(path, self._read(path, year, named)) for path, named in self._files(options["paths"])]
        lists = [(path, found) for path, found in read if found]
        if not lists:
            raise CommandError("No file here is a list of CIP, SOC, O*NET or TOP codes.")
        for path, found in sorted(lists, key=lambda pair: not pair[1].whole):  # crosswalks last: they name the codes
            loaded = load_codes(found)
            more = f", {loaded.unknown} with a code of no list that is loaded" if loaded.unknown else ""
            self.stdout.write(f"{path.name}: {loaded.codes} codes, {loaded.pairs} pairs{more}")

    def _files(self, paths: list[Path]) -> list[tuple[Path, bool]]:
        found: list[tuple[Path, bool]] = []
        for path in paths:
            if not path.exists():
                raise CommandError(f"{path} is not there.")
            inside = sorted(path.glob("*.csv")) if path.is_dir() else []
            found += [(one, False) for one in inside] if path.is_dir() else [(path, True)]
        return found

    def _read(self, path: Path, version: str, named: bool) -> CodeList | None:
        """What a file holds; in a folder, files of other kinds are passed over."""
        try:
            return read_codes(path.read_text("utf-8-sig", errors="replace"), path.stem, version)
        except ValueError as error:
            if named:
                raise CommandError(f"{path.name}: {error}") from error
            return None
