"""Measure booking over HTTP: many students want the same few places, 50 and 200 at once.

    python bench/booking.py [--students 1000] [--places 100] [--home FOLDER]
Makes a region of its own in a temporary folder: the demo, then students who are signed in. Afterward every student
reads the own page: as many have a place as there are, and the others wait at turns without a gap; else it says so and
ends with an error. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent))

from serving import Browser, figures, served

FILL = Path(__file__).resolve().parent / "fill_booking.py"
IN_FLIGHT = (50, 200)
TURN = re.compile(r"number ([\d,]+) on the waiting list")


class Student(Browser):
    """One student at a browser of their own."""

    def __init__(self, port: int, cookie: str, key: str) -> None:
        super().__init__(port)
        self._cookies[cookie] = key
        self.ask("GET", "/student/first-time/")  # its form brings the token

    def book(self, event: str, moment: str) -> tuple[int, float]:
        """The status and the milliseconds of one booking."""
        form = {"key": str(uuid4()), "time": moment}
        status, _page, took = self.ask("POST", f"/student/events/{event}/book/", form)
        return status, took

    def stands(self, event: str) -> int:
        """0 with a place, else the turn on the waiting list; -1 with neither."""
        _status, page, _took = self.ask("GET", f"/student/events/{event}/")
        own = re.search(r"/student/bookings/[\w-]+/", page)
        if own is None:
            return -1
        _status, page, _took = self.ask("GET", own.group())
        turn = TURN.search(page)
        return int(turn.group(1).replace(",", "")) if turn else 0 if "Your code at the door" in page else -1


def measured(students: list[Student], event: str, moment: str, at_once: int, places: int) -> dict[str, object]:
    """Everybody books one event, so many at a time; raises SystemExit where the result is not exact."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        answers = list(pool.map(lambda one: one.book(event, moment), students))
    took = time.perf_counter() - begun
    stands = sorted(one.stands(event) for one in students)
    waiting = len(students) - min(places, len(students))
    if stands != [0] * (len(students) - waiting) + list(range(1, waiting + 1)):
        raise SystemExit(f"Not exact: {stands.count(0)} places, {sum(n > 0 for n in stands)} waiting")
    if wrong := [status for status, _took in answers if status != 302]:
        raise SystemExit(f"{len(wrong)} answers such as {wrong[0]}")
    times = [one for _status, one in answers]
    found = figures(times, [0]) | {"at_once": at_once, "per_second": round(len(students) / took, 1)}
    return {name: value for name, value in found.items() if name != "largest_kb"}


def main() -> None:
    """Read the arguments, measure, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=1_000)
    parser.add_argument("--places", type=int, default=100)
    parser.add_argument("--home", type=Path, help="keep the database here, and use it again")
    options = parser.parse_args()
    words = (options.students, options.places, len(IN_FLIGHT))
    with served(FILL, *words, home=options.home) as (known, browser):
        students = [Student(browser.port, known["cookie"], key) for key in known["keys"]]
        rounds = zip(IN_FLIGHT, known["events"], strict=True)
        found = [measured(students, *event, at_once, options.places) for at_once, event in rounds]
    print(json.dumps({"students": options.students, "places": options.places, "rounds": found}, indent=2))


if __name__ == "__main__":
    main()
