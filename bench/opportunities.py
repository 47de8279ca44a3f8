"""Measure the search for opportunities over HTTP as a signed-in coordinator: words, filters, distance, map.

    python bench/opportunities.py --opportunities 100000 [--employers 5000] [--seed N] [--rounds 100] [--home FOLDER]
Makes a region of its own in a temporary folder: the demo, then invented employers and opportunities, all of them open.
A search for the whole title must find it. Prints one JSON object; the seed is drawn at run time, unless it is given.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import secrets
import sys
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from serving import Browser, Timed, served

FILL = Path(__file__).resolve().parent / "fill_opportunities.py"
AT = "/opportunities/?"


class Run(Timed):
    """The rounds of one measurement."""

    def __init__(self, browser: Browser, known: dict, chance: random.Random) -> None:
        super().__init__(browser)
        self.known, self.chance = known, chance
        self.missed = 0

    def search(self, what: str, path: str = AT, /, **query: object) -> str:
        """Fetch and time one search."""
        return self.get(what, path + urllib.parse.urlencode(query))

    def round(self) -> None:
        """One of each."""
        some = self.chance.choice(self.known["sample"])
        page = self.search("words of a title", q=some["title"])
        self.missed += html.escape(some["title"]) not in page
        self.search("everything, newest first")
        self.search("one common word", q=some["title"].split(" ")[0])
        self.search("a kind of stage", kind="training")
        self.search("near a ZIP code, nearest first", zip=some["zip"], miles=25, sort="near")
        self.search("near, paid and a word", zip=some["zip"], miles=50, paid="on", pay=25, q="intern")
        self.search("open to a program", program=self.known["program"])
        self.search("occupation by words", occupation=some["title"].split(",")[0])
        self.search("ending soon", sort="ending")
        self.search("map", "/opportunities/map/?", zip=some["zip"], miles=100)


def main() -> None:
    """Read the arguments, measure, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--opportunities", type=int, default=100_000)
    parser.add_argument("--employers", type=int, default=5_000)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--home", type=Path, help="keep the database here, and use it again")
    options = parser.parse_args()
    seed = secrets.randbelow(10**6) if options.seed is None else options.seed
    words = (options.opportunities, options.employers, seed)
    with served(FILL, *words, home=options.home) as (known, browser):
        chance = random.Random(seed)
        for _n in range(3):
            Run(browser, known, chance).round()  # warm-up
        run = Run(browser, known, chance)
        for _n in range(options.rounds):
            run.round()
    found = {"seed": seed, "open": known["open"], "missed": run.missed} | run.figures()
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
