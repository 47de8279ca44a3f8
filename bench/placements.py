"""Measure students, caseloads, placements and the yearly figures over HTTP as a signed-in coordinator.

    python bench/placements.py --students 1000000 [--seed N] [--rounds 60] [--home FOLDER]
Makes a region of its own in a temporary folder: the demo, then invented students of its colleges and schools, each with
two participations within ten years. Prints one JSON object; the seed is drawn at run time, unless it is given.
"""

from __future__ import annotations

import argparse
import json
import random
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from serving import Browser, Timed, served

FILL = Path(__file__).resolve().parent / "fill_placements.py"
PAGES = {
    "caseload": "/caseload/",
    "caseload of everybody": "/caseload/?all=on",
    "students": "/students/",
    "placements open": "/placements/",
    "placements ended": "/placements/?state=ended",
    "placements of mine": "/placements/?mine=on",
    "placements by words": "/placements/?q=garcia",
    "applications": "/applications/",
    "whose turn it is": "/placements/turns/",
    "papers": "/papers/",
    "figures of placements": "/placements/figures/",
    "opportunities": "/opportunities/",
}


class Run(Timed):
    """The rounds of one measurement."""

    def __init__(self, browser: Browser, known: dict, chance: random.Random) -> None:
        super().__init__(browser)
        self.known, self.chance = known, chance

    def round(self) -> None:
        """One of each."""
        for what, path in PAGES.items():
            self.get(what, path)
        self.get("a student by number", f"/students/?q={self.chance.choice(self.known['numbers'])}")
        self.get("placements of an employer", f"/employers/{self.chance.choice(self.known['employers'])}/placements/")
        if self.known["offers"]:
            self.get("of an opportunity", f"/opportunities/{self.chance.choice(self.known['offers'])}/placements/")
        year = datetime.now(UTC).year
        self.get("accomplishments of ten years", f"/accomplishments/?from={year - 9}&to={year}")


def main() -> None:
    """Read the arguments, measure, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--home", type=Path, help="keep the database here, and use it again")
    options = parser.parse_args()
    seed = secrets.randbelow(10**6) if options.seed is None else options.seed
    with served(FILL, options.students, seed, home=options.home) as (known, browser):
        chance = random.Random(seed)
        for _n in range(3):
            Run(browser, known, chance).round()  # warm-up
        run = Run(browser, known, chance)
        for _n in range(options.rounds):
            run.round()
    counts = {name: known[name] for name in ("students", "experiences", "placements")}
    print(json.dumps({"seed": seed} | counts | run.figures(), indent=2))


if __name__ == "__main__":
    main()
