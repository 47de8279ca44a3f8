"""guildhall report: figures for whoever publishes them."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError

from guildhall.context import Keeper
from guildhall.context.commands import InContext
from guildhall.placements.models import Attestation
from guildhall.placements.queries.figures import COUNTED, AsOf, accomplishments, as_report

MOST_YEARS = 100


class Command(InContext):
    help = "Print the yearly figures: how many people took part in what, with how many employers."
    requires_system_checks: list[str] = []
    keeper = Keeper.RECOUNT
    reason = "the yearly figures"

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="accomplishments")
        one = acts.add_parser("accomplishments", help="job shadows, internships and teacher externships, year by year")
        one.add_argument("--from", dest="first", type=int, required=True, metavar="YEAR")
        one.add_argument("--to", dest="last", type=int, required=True, metavar="YEAR")
        one.add_argument(
            "--as-of",
            default="",
            metavar="DAY|ATTESTATION",
            help="as it was at the end of a day, or when it was attested",
        )
        one.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, first: int, last: int, as_of: str, **options: Any) -> None:
        if not 1900 <= first <= last <= 2200 or last - first >= MOST_YEARS:
            raise CommandError("Name two years, the earlier one first, such as --from 2017 --to 2025.")
        years = accomplishments(first, last, as_of=_as_of(as_of))
        if options["json"]:
            said = {"as_of": as_of} if as_of else {}
            sys.stdout.write(json.dumps(as_report(years) | said) + "\n")
            return
        for one in years:
            told = [f"{one.cells[name].people} people, {one.cells[name].employers} employers" for name in COUNTED]
            self.stdout.write(f"{one.year}  " + "; ".join(f"{n}: {t}" for n, t in zip(COUNTED, told, strict=True)))


def _as_of(words: str) -> AsOf:
    """A day such as 2026-03-31, or the identifier of an attestation."""
    if not words:
        return AsOf()
    try:
        return AsOf(day=date.fromisoformat(words))
    except ValueError:
        pass
    try:
        row = Attestation.objects.filter(pk=UUID(words)).first()
    except ValueError:
        row = None
    if row is None:
        raise CommandError("Name a day such as 2026-03-31, or an attestation by its identifier: --as-of.")
    return AsOf(number=row.number)
