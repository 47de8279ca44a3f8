"""Measure the directory over HTTP as a signed-in coordinator: search, list, employer page.

    python bench/directory.py --employers 100000 [--engagements 10] [--seed N] [--rounds 200]
Makes a region of its own in a temporary folder: the demo, then invented employers with generated engagements, one of
them with 5,000 and one with 50,000. Searches are asserted: the employer that is looked for must be among the first
20, a third of the time with a typing error. Every fourth round writes an engagement, which the next page must show.
Prints one JSON object; the seed is drawn at run time and printed, unless it is given.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

ROOT = Path(__file__).resolve().parents[1]
FILL = Path(__file__).resolve().parent / "fill.py"


class Browser:
    """A client with one kept connection and its cookies."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, float]:
        """The status, the page and the milliseconds of one request."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        body = None
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": "http://127.0.0.1/"}
            body = urllib.parse.urlencode(form | {"csrfmiddlewaretoken": self._cookies.get("csrftoken", "")})
        begun = time.perf_counter()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        page = answer.read()
        took = (time.perf_counter() - begun) * 1000
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _sign, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, page.decode(), took

    def sign_in(self, email: str, password: str) -> None:
        """Sign in with a password; raises SystemExit where it is refused."""
        self.ask("GET", "/account/login/")
        status, page, _took = self.ask("POST", "/account/login/", {"login": email, "password": password})
        if status != 302:
            raise SystemExit(f"Signing in was refused ({status}): {page[:300]}")


def figures(times: list[float], sizes: list[int]) -> dict[str, float]:
    """p50 and p95 in milliseconds, the largest page in kilobytes."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return {"n": len(times), "p50_ms": round(statistics.median(times), 1), "p95_ms": round(p95, 1),
            "largest_kb": round(max(sizes) / 1024)}  # fmt: skip


def slip(text: str, chance: random.Random) -> str:
    """A text with one typing error in its longest word."""
    word = max(text.split(), key=len)
    at = chance.randrange(1, max(2, len(word) - 1))
    kind = chance.randrange(3)
    other = word[:at] + word[at + 1 :] if kind == 0 else word[:at] + word[at] + word[at:]
    if kind == 2 and at + 1 < len(word):
        other = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return text.replace(word, other, 1)


class Run:
    """The rounds of one measurement."""

    def __init__(self, browser: Browser, known: dict, chance: random.Random) -> None:
        self.browser, self.known, self.chance = browser, known, chance
        self.times: dict[str, list[float]] = {}
        self.sizes: dict[str, list[int]] = {}
        self.missed: list[str] = []
        self.stale = 0

    def get(self, kind: str, path: str) -> str:
        """Fetch and time one page."""
        status, page, took = self.browser.ask("GET", path)
        if status != 200:
            raise SystemExit(f"{path}: {status}")
        self.times.setdefault(kind, []).append(took)
        self.sizes.setdefault(kind, []).append(len(page.encode()))
        return page

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
        self.times.setdefault("log an engagement", []).append(took)
        self.sizes.setdefault("log an engagement", []).append(len(answer))
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
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        home = options.home or Path(folder)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environ = {**os.environ, "GUILDHALL_HOME": str(home), "PORT": str(port)}
        begun = time.perf_counter()
        words = [str(options.employers), str(options.engagements), str(seed)]
        filled = subprocess.run([sys.executable, FILL, *words], env=environ, stdout=subprocess.PIPE, check=True)
        known = json.loads(filled.stdout)
        found: dict[str, object] = {"seed": seed, "employers": known["employers"], "engagements": known["engagements"],
                                    "filled_in_seconds": round(time.perf_counter() - begun)}  # fmt: skip
        command = [sys.executable, "-m", "guildhall.project.cli", "serve"]
        server = subprocess.Popen(command, env=environ, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            _wait(port)
            browser = Browser(port)
            browser.sign_in(known["email"], known["password"])
            chance = random.Random(seed)
            for n in range(10):
                Run(browser, known, chance).round(n + 1)  # warm-up
            run = Run(browser, known, chance)
            for n in range(options.rounds):
                run.round(n)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)
    found |= {kind: figures(times, run.sizes[kind]) for kind, times in run.times.items()}
    found |= {"searches_missed": len(run.missed), "missed": run.missed[:10], "stale_pages": run.stale}
    print(json.dumps(found, indent=2))


def _wait(port: int) -> None:
    for _try in range(600):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not start.")


if __name__ == "__main__":
    main()
