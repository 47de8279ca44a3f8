"""Measure the calendar over HTTP as a coordinator, a student and an employer: month, week, list, filters; 500 bookings.

    python bench/events.py --events 20000 [--seed N] [--rounds 60] [--home FOLDER]
Makes a region of its own in a temporary folder: the demo, then invented events within a year of today. Prints one
JSON object; the seed is drawn at run time, unless it is given.
"""

from __future__ import annotations

import argparse
import json
import random
import secrets
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from serving import Browser, Timed, served

FILL = Path(__file__).resolve().parent / "fill_events.py"


class Run(Timed):
    """The rounds of one measurement; `doors` are browsers in which a student and somebody of an employer signed in."""

    def __init__(self, browser: Browser, known: dict[str, Any]) -> None:
        super().__init__(browser)
        self.staff, self.list = browser, known["list"]
        self.doors = {}
        for kind, (cookie, key) in known["doors"].items():
            self.doors[kind] = Browser(browser.port)
            self.doors[kind].give(cookie, key)

    def round(self, chance: random.Random) -> None:
        """One of each, at a day within ten months of today."""
        day = datetime.now(UTC).date() + timedelta(chance.randrange(-300, 300))
        for view in ("month", "week", "list"):
            self.get(view, f"/events/?view={view}&day={day}")
        self.get("month of a kind", f"/events/?view=month&day={day}&kind=tour")
        self.get("month of an audience", f"/events/?view=month&day={day}&audience=own")
        self.get("list of 500 bookings", f"/events/{self.list}/bookings/")
        for kind, browser in self.doors.items():
            self.browser = browser
            self.get(f"month of {kind}", f"/{kind}/events/?view=month&day={day}")
            self.get(f"list of {kind}", f"/{kind}/events/")
        self.browser = self.staff


def main() -> None:
    """Read the arguments, measure, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--home", type=Path, help="keep the database here, and use it again")
    options = parser.parse_args()
    seed = secrets.randbelow(10**6) if options.seed is None else options.seed
    with served(FILL, options.events, seed, home=options.home) as (known, browser):
        chance = random.Random(seed)
        for _n in range(3):
            Run(browser, known).round(chance)  # warm-up
        run = Run(browser, known)
        for _n in range(options.rounds):
            run.round(chance)
    found = {"seed": seed, "events": known["events"]} | run.figures()
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
