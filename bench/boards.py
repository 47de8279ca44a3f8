"""Measure lists of advisory boards over HTTP as a coordinator: all, searched, of one college, without one, advice.

    python bench/boards.py --boards 5000 [--seed N] [--rounds 40] [--home FOLDER]
Makes a region of its own in a temporary folder: the demo, then invented boards, each with ten seats and ten years of
meetings with their attendance. Prints one JSON object; the seed is drawn at run time, unless it is given.
"""

from __future__ import annotations

import argparse
import json
import random
import secrets
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from serving import Browser, Timed, served

FILL = Path(__file__).resolve().parent / "fill_boards.py"


class Run(Timed):
    """The rounds of one measurement."""

    def __init__(self, browser: Browser, known: dict[str, Any]) -> None:
        super().__init__(browser)
        self.board = known["board"]

    def round(self, chance: random.Random) -> None:
        """One of each."""
        self.get("boards", "/boards/")
        self.get("boards searched", f"/boards/?q=Program+{chance.randrange(100, 999)}")
        self.get("boards of a college", "/boards/?at=mesa-grande-college")
        self.get("without a board", "/boards/without/")
        self.get("advice", f"/boards/advice/?view={chance.choice(['waiting', 'late', 'closed'])}")
        for page in ("", "meetings/", "due/", "figures/", "assessment/"):
            self.get(f"one board {page}".strip(" /"), f"/boards/{self.board}/{page}")


def main() -> None:
    """Read the arguments, measure, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--boards", type=int, default=5_000)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--home", type=Path, help="keep the database here, and use it again")
    options = parser.parse_args()
    seed = secrets.randbelow(10**6) if options.seed is None else options.seed
    with served(FILL, options.boards, seed, home=options.home) as (known, browser):
        chance = random.Random(seed)
        for _n in range(3):
            Run(browser, known).round(chance)  # warm-up
        run = Run(browser, known)
        for _n in range(options.rounds):
            run.round(chance)
    print(json.dumps({"seed": seed, "boards": known["boards"]} | run.figures(), indent=2))


if __name__ == "__main__":
    main()
