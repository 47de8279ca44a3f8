"""guildhall load_demand: published figures of employment, wages and projections."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from guildhall.context import Keeper
from guildhall.context.commands import InContext
from guildhall.demand.actions.loading import Loaded, load_figures
from guildhall.demand.actions.sources import load_areas
from guildhall.demand.loading.areas import areas_in
from guildhall.demand.loading.maps import OFFICIAL
from guildhall.lib.verdicts import Refused

KNOWN = ", ".join(dict.fromkeys(layout.publisher for layout in OFFICIAL))
ENDINGS = (".csv", ".tsv", ".xlsx")


class Command(InContext):
    help = f"Load figures of employment, wages and projections ({KNOWN}, described sources), and the list of areas."
    keeper = Keeper.SCHEMA
    reason = "published figures of the labor market"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="FILE", help="CSV files or workbooks, or a folder")
        parser.add_argument("--period", default="", help='of when they are, where no heading says it: "May 2025"')

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for path, named in self._files(options["paths"]):
            if path.suffix.lower() != ".xlsx" and (rows := areas_in(path)) is not None:
                known = load_areas(rows, by=None)
                self.stdout.write(
                    f"{path.name}: {known.new} areas are new, {known.changed} changed, {known.same} as they were"
                )
                done += 1
                continue
            try:
                loaded = load_figures(path, path.name, by=None, period=options["period"])
            except Refused as refused:
                if named:
                    raise CommandError(f"{path.name}: {refused.verdict.reason}") from refused
                continue  # a file of another kind in the folder
            done += 1
            self.stdout.write(f"{path.name}: {self._words(loaded)}")
            for line, cell in loaded.remarks:
                self.stdout.write(f"  line {line}: “{cell}” is no figure; the line was passed over")
        if not done:
            raise CommandError("No file here holds figures of a source that is known.")

    def _words(self, loaded: Loaded) -> str:
        if loaded.unchanged:
            return f"{loaded.release}: the same file as before, nothing to do"
        counts = f"{loaded.new} new, {loaded.changed} changed, {loaded.same} as they were, {loaded.gone} gone"
        return f"{loaded.release}: {counts}, in {loaded.areas} areas"

    def _files(self, paths: list[Path]) -> list[tuple[Path, bool]]:
        found: list[tuple[Path, bool]] = []
        for path in paths:
            if not path.exists():
                raise CommandError(f"{path} is not there.")
            if path.is_dir():
                found += [(one, False) for one in sorted(path.iterdir()) if one.name.lower().endswith(ENDINGS)]
            else:
                found.append((path, True))
        return found
