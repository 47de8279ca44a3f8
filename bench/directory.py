"""Measure the directory over HTTP as a signed-in coordinator: search, list, employer page.

    python bench/directory.py --employers 100000 [--engagements 10] [--seed N] [--rounds 200]
Makes a region of its own in a temporary folder: the demo, then invented employers with generated engagements, one of
them with 5,000 and one with 50,000. Searches are asserted: the employer that is looked for must be among the first
20, a third of the time with a typing error. Every fourth round writes an engagement, which the next page must show.
Prints one JSON object; the seed is drawn at run time and printed, unless it is given.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import secrets
import sys
import time
import urllib.parse
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from serving import Browser, Timed, served

FILL = Path(__file__).resolve().parent / "fill.py"


def slip(text: str, chance: random.Random) -> str:
    """A text with one typing error in its longest word."""
    word = max(text.split(), key=len)
    at = chance.randrange(1, max(2, len(word) - 1))
    kind = chance.randrange(3)
    other = word[:at] + word[at + 1 :] if kind == 0 else word[:at] + word[at] + word[at:]
    if kind == 2 and at + 1 < len(word):
        other = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return text.replace(word, other, 1)


class Run(Timed):
    """The rounds of one measurement."""

    def __init__(self, browser: Browser, known: dict, chance: random.Random) -> None:
        super().__init__(browser)
        self.known, self.chance = known, chance
        self.missed: list[str] = []
        self.stale = 0

    def search(self, kind: str, words: str, wanted: str) -> None:
        """Search, and note where the employer that is looked for is not among the first 20."""
        page = self.get(kind, "/employers/?" + urllib.parse.urlencode({"q": words}))
        first = re.findall(r'href="/employers/([0-9a-f-]{36})/"', page)
        if wanted and wanted not in list(dict.fromkeys(first))[:20]:
            self.missed.append(f"{kind}: {words}")

    def round(self, n: int) -> None:
        """One of each."""
        some = self.chance.choice(self.known["sample"])
        self.search("search, whole name", some["name"], some["id"])
        self.search("search, a typing error", slip(some["name"], self.chance), some["id"])
        self.search("search, three letters", some["name"][:3], "")
        page = self.get("list, first page", "/employers/")
        self.get(
            "list, deep page", "/employers/?after=" + urllib.parse.quote(self.chance.choice(self.known["cursors"]))
        )
        self.get("list, filtered by place", "/employers/?place=" + urllib.parse.quote(some["place"]))
        self.get("list, longest without contact", "/employers/?sort=quiet&contact=180")
        self.get("employer, 10 entries", f"/employers/{some['id']}/")
        self.get("employer, 5,000 entries", f"/employers/{self.known['busy']}/")
        page = self.get("employer, 50,000 entries", f"/employers/{self.known['busiest']}/")
        if n % 4 == 0:
            self._write(page)

    def _write(self, page: str) -> None:
        """Log an engagement with a follow-up, and see it on the next page."""
        at = f"/employers/{self.known['busiest']}/"
        words = f"Written in round {secrets.token_hex(4)}"
        box = re.search(r'<input[^>]*name="happened_on"[^>]*>', page)
        today = re.search(r'value="([\d-]{10})"', box[0]) if box else None
        if today is None:
            raise SystemExit("The page has no form to log an engagement.")
        day = today[1]  # of the region, which need not be this machine's
        due = (date.fromisoformat(day) + timedelta(7)).isoformat()
        form = {"kind": "call", "happened_on": day, "summary": words, "body": "", "themes": ""}
        form |= {"promise": "Send the dates", "promise_by": due}
        status, answer, took = self.browser.ask("POST", at, form)
        if status != 302:
            raise SystemExit(f"Logging an engagement was refused: {status} {answer[:500]}")
        self.note("log an engagement", took, len(answer))
        self.stale += words not in self.browser.ask("GET", at)[1]


def main() -> None:
    """Read the arguments, fill a database, measure, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--employers", type=int, default=100_000)
    parser.add_argument("--engagements", type=int, default=10, help="per employer")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--home", type=Path, help="keep the database here, and use it again")
    options = parser.parse_args()
    seed = secrets.randbelow(10**6) if options.seed is None else options.seed
    begun, words = time.perf_counter(), (options.employers, options.engagements, seed)
    with served(FILL, *words, home=options.home) as (known, browser):
        found: dict[str, object] = {"seed": seed, "employers": known["employers"], "engagements": known["engagements"],
                                    "filled_in_seconds": round(time.perf_counter() - begun)}  # fmt: skip
        chance = random.Random(seed)
        for n in range(10):
            Run(browser, known, chance).round(n + 1)  # warm-up
        run = Run(browser, known, chance)
        for n in range(options.rounds):
            run.round(n)
    found |= run.figures()
    found |= {"searches_missed": len(run.missed), "missed": run.missed[:10], "stale_pages": run.stale}
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
