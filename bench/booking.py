"""Measure booking over HTTP: many students want the same few places, 50 and 200 at once, and 50 while a web process
is killed.

    python bench/booking.py [--students 1000] [--places 100] [--home FOLDER]
Makes a region of its own in a temporary folder: the demo, then students who are signed in. Afterward every student
reads the own page: as many have a place as there are, and the others wait at turns without a gap; else it says so and
ends with an error. Whoever gets no answer from the process that is killed sends the same form again. Prints one JSON
object, with processor seconds: on a machine that others use these hold, and times do not.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent))

from serving import Browser, below, figures, processor_seconds, served

FILL = Path(__file__).resolve().parent / "fill_booking.py"
ROUNDS = ((50, False), (200, False), (50, True))  # so many at once; whether a web process is killed on the way
KILLED_AFTER, TRIES = 0.3, 5  # of the seconds that the round before took
LOST = (http.client.HTTPException, OSError)
TURN = re.compile(r"number ([\d,]+) on the waiting list")


class Student(Browser):
    """One student at a browser of their own."""

    def __init__(self, port: int, cookie: str, key: str) -> None:
        super().__init__(port)
        self._cookies[cookie] = key
        self.ask("GET", "/student/first-time/")  # its form brings the token

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, float]:
        """As any browser, but that a connection that breaks is opened again: a form has a key, so it counts once. The
        milliseconds are those of all tries.
        """
        begun = time.perf_counter()
        for _try in range(TRIES):
            try:
                status, page, _took = super().ask(method, path, form)
            except LOST:
                self._connection.close()
                continue
            return status, page, (time.perf_counter() - begun) * 1000
        return 0, "", 0.0

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


def kill_one(server: int) -> None:
    """Kill one of the web processes: the last one that a process of ours with the same name started."""
    web = [(pid, facts) for pid, facts in below(server).items() if not facts[0].startswith("postgres")]
    parents = {int(facts[2]) for _pid, facts in web}
    os.kill(max(pid for pid, _facts in web if pid not in parents), signal.SIGKILL)


def measured(
    students: list[Student],
    event: str,
    moment: str,
    at_once: int,
    places: int,
    known: dict[str, Any],
    kill_after: float = 0,
) -> dict[str, object]:
    """Everybody books one event, so many at a time; raises SystemExit where the result is not exact."""
    pids = known["server"], known["postgresql"]
    before, begun = processor_seconds(*pids), time.perf_counter()
    killer = threading.Timer(kill_after, kill_one, pids[:1])
    if kill_after:
        killer.start()
    with ThreadPoolExecutor(at_once) as pool:
        answers = list(pool.map(lambda one: one.book(event, moment), students))
    took, after = time.perf_counter() - begun, processor_seconds(*pids)
    killer.cancel()
    stands = sorted(one.stands(event) for one in students)
    waiting = len(students) - min(places, len(students))
    if stands != [0] * (len(students) - waiting) + list(range(1, waiting + 1)):
        raise SystemExit(f"Not exact: {stands.count(0)} places, {sum(n > 0 for n in stands)} waiting")
    if wrong := [status for status, _took in answers if status != 302]:
        raise SystemExit(f"{len(wrong)} answers such as {wrong[0]}")
    times = [one for _status, one in answers]
    found = figures(times, [0]) | {"at_once": at_once, "per_second": round(len(students) / took, 1)}
    found |= {"seconds": round(took, 2), "killed": bool(kill_after)}
    spent = {f"{name}_ms_each": round((after[name] - before[name]) * 1000 / len(students), 1) for name in after}
    return {name: value for name, value in found.items() if name != "largest_kb"} | spent


def main() -> None:
    """Read the arguments, measure, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=1_000)
    parser.add_argument("--places", type=int, default=100)
    parser.add_argument("--home", type=Path, help="keep the database here, and use it again")
    options = parser.parse_args()
    words = (options.students, options.places, len(ROUNDS))
    with served(FILL, *words, home=options.home) as (known, browser):
        students = [Student(browser.port, known["cookie"], key) for key in known["keys"]]
        found: list[dict[str, object]] = []
        for (at_once, kills), event in zip(ROUNDS, known["events"], strict=True):
            after = KILLED_AFTER * float(str(found[0]["seconds"])) if kills else 0
            found.append(measured(students, *event, at_once, options.places, known, after))
            print(json.dumps(found[-1]), file=sys.stderr, flush=True)
    print(json.dumps({"students": options.students, "places": options.places, "rounds": found}, indent=2))


if __name__ == "__main__":
    main()
