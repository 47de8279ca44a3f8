"""Measure the gap view, one occupation, where programs lead, and the web of relations over HTTP as a coordinator.

    python bench/demand.py --offers 20000 --employers 10000 [--students 20000] [--seed N] [--rounds 30] [--home FOLDER]
Makes a region of its own in a temporary folder: the demo, then invented employers, offers, placements and demand.
Prints one JSON object, with processor seconds beside the times; the seed is drawn at run time, unless it is given.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parent))

from serving import Browser, Timed, processor_seconds, served

FILL = Path(__file__).resolve().parent / "fill_demand.py"


class Run(Timed):
    """The rounds of one measurement; of each page the processor milliseconds as well."""

    def __init__(self, browser: Browser, known: dict[str, Any]) -> None:
        super().__init__(browser)
        self.known, self.spent = known, {}  # type: ignore[var-annotated]

    def get(self, what: str, path: str) -> str:
        pids = self.known["server"], self.known["postgresql"]
        before = processor_seconds(*pids)
        page = super().get(what, path)
        after = processor_seconds(*pids)
        for whose in before:
            self.spent.setdefault(what, {}).setdefault(whose, []).append((after[whose] - before[whose]) * 1000)
        return page

    def round(self) -> None:
        """One of each."""
        known, college = self.known, "mesa-grande-college"
        self.get("gaps", "/demand/")
        self.get("gaps of a college", f"/demand/?at={college}")
        self.get("gaps of a town", f"/demand/?town={quote(known['town'])}")
        self.get("one occupation", f"/demand/occupations/{known['occupation']}/")
        self.get("where programs lead", "/demand/programs/")
        self.get("relations", "/relations/")
        self.get("relations of a college", f"/relations/?at={college}")
        self.get("relations of a pathway", f"/relations/?pathway={known['pathway']}")
        self.get("one employer in the web", f"/relations/employer/{known['employer']}/")

    def all_figures(self) -> dict[str, Any]:
        """Times and processor milliseconds of each page."""
        return {
            what: one | {f"cpu_{whose}_ms": round(sum(spent) / len(spent)) for whose, spent in self.spent[what].items()}
            for what, one in self.figures().items()
        }


def main() -> None:
    """Read the arguments, measure, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--offers", type=int, default=20_000)
    parser.add_argument("--employers", type=int, default=10_000)
    parser.add_argument("--students", type=int, default=20_000)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--home", type=Path, help="keep the database here, and use it again")
    options = parser.parse_args()
    seed = secrets.randbelow(10**6) if options.seed is None else options.seed
    words = options.offers, options.employers, options.students, seed
    with served(FILL, *words, home=options.home) as (known, browser):
        for _n in range(3):
            Run(browser, known).round()  # warm-up
        run = Run(browser, known)
        for _n in range(options.rounds):
            run.round()
    load = round(os.getloadavg()[0], 1)
    print(json.dumps({"seed": seed, "load": load} | run.all_figures(), indent=2))


if __name__ == "__main__":
    main()
