"""Measure the search for opportunities over HTTP as a signed-in coordinator: words, filters, distance, map.

    python bench/opportunities.py --opportunities 100000 [--employers 5000] [--seed N] [--rounds 100] [--home FOLDER]
Makes a region of its own in a temporary folder: the demo, then invented employers and opportunities, all of them open.
A search for the whole title must find it. Prints one JSON object; the seed is drawn at run time, unless it is given.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import random
import secrets
import socket
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from directory import ROOT, Browser, _wait, figures

FILL = Path(__file__).resolve().parent / "fill_opportunities.py"
AT = "/opportunities/?"


class Run:
    """The rounds of one measurement."""

    def __init__(self, browser: Browser, known: dict, chance: random.Random) -> None:
        self.browser, self.known, self.chance = browser, known, chance
        self.times: dict[str, list[float]] = {}
        self.sizes: dict[str, list[int]] = {}
        self.missed = 0

    def get(self, what: str, path: str, /, **query: object) -> str:
        """Fetch and time one page."""
        status, page, took = self.browser.ask("GET", path + urllib.parse.urlencode(query))
        if status != 200:
            raise SystemExit(f"{path}: {status}")
        self.times.setdefault(what, []).append(took)
        self.sizes.setdefault(what, []).append(len(page.encode()))
        return page

    def round(self) -> None:
        """One of each."""
        some = self.chance.choice(self.known["sample"])
        page = self.get("words of a title", AT, q=some["title"])
        self.missed += html.escape(some["title"]) not in page
        self.get("everything, newest first", AT)
        self.get("one common word", AT, q=some["title"].split(" ")[0])
        self.get("a kind of stage", AT, kind="training")
        self.get("near a ZIP code, nearest first", AT, zip=some["zip"], miles=25, sort="near")
        self.get("near, paid and a word", AT, zip=some["zip"], miles=50, paid="on", pay=25, q="intern")
        self.get("open to a program", AT, program=self.known["program"])
        self.get("occupation by words", AT, occupation=some["title"].split(",")[0])
        self.get("ending soon", AT, sort="ending")
        self.get("map", "/opportunities/map/?", zip=some["zip"], miles=100)


def measure(count: int, employers: int, seed: int, rounds: int, home: Path, port: int) -> dict[str, object]:
    """Fill a home, serve it, and ask; returns the figures."""
    environ = {**os.environ, "GUILDHALL_HOME": str(home), "PORT": str(port)}
    words = [str(count), str(employers), str(seed)]
    filled = subprocess.run([sys.executable, FILL, *words], env=environ, stdout=subprocess.PIPE, check=True)
    known = json.loads(filled.stdout)
    command = [sys.executable, "-m", "guildhall.project.cli", "serve"]
    server = subprocess.Popen(command, env=environ, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        browser = Browser(port)
        browser.sign_in(known["email"], known["password"])
        chance = random.Random(seed)
        for _n in range(3):
            Run(browser, known, chance).round()  # warm-up
        run = Run(browser, known, chance)
        for _n in range(rounds):
            run.round()
    finally:
        server.terminate()
        server.wait(60)
    found: dict[str, object] = {"seed": seed, "open": known["open"], "missed": run.missed}
    return found | {kind: figures(times, run.sizes[kind]) for kind, times in run.times.items()}


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
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        home = options.home or Path(folder)
        found = measure(options.opportunities, options.employers, seed, options.rounds, home, port)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
