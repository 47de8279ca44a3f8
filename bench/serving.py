"""What the benchmarks over HTTP share: a home that is filled and served, a browser, the figures of what it fetched."""

from __future__ import annotations

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class Browser:
    """A client with one kept connection and its cookies."""

    def __init__(self, port: int) -> None:
        self.port = port
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

    def give(self, cookie: str, value: str) -> None:
        """Let the client hold a cookie, such as that of a session that was opened for it."""
        self._cookies[cookie] = value

    def sign_in(self, email: str, password: str) -> None:
        """Sign in with a password; raises SystemExit where it is refused."""
        self.ask("GET", "/account/login/")
        status, page, _took = self.ask("POST", "/account/login/", {"login": email, "password": password})
        if status != 302:
            raise SystemExit(f"Signing in was refused ({status}): {page[:300]}")


class Timed:
    """The pages that one measurement fetches, each with its milliseconds and its size."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.times: dict[str, list[float]] = {}
        self.sizes: dict[str, list[int]] = {}

    def get(self, what: str, path: str) -> str:
        """Fetch and time one page; raises SystemExit for any other answer."""
        status, page, took = self.browser.ask("GET", path)
        if status != 200:
            raise SystemExit(f"{path}: {status}")
        self.note(what, took, len(page.encode()))
        return page

    def note(self, what: str, took: float, size: int) -> None:
        """Note the milliseconds and bytes of one answer."""
        self.times.setdefault(what, []).append(took)
        self.sizes.setdefault(what, []).append(size)

    def figures(self) -> dict[str, dict[str, float]]:
        """Of each kind of page: p50 and p95 in milliseconds, the largest in kilobytes."""
        return {what: figures(times, self.sizes[what]) for what, times in self.times.items()}


def figures(times: list[float], sizes: list[int]) -> dict[str, float]:
    """p50 and p95 in milliseconds, the largest page in kilobytes."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return {"n": len(times), "p50_ms": round(statistics.median(times), 1), "p95_ms": round(p95, 1),
            "largest_kb": round(max(sizes) / 1024)}  # fmt: skip


@contextmanager
def served(fill: Path, *words: object, home: Path | None = None) -> Iterator[tuple[dict[str, Any], Browser]]:
    """A home that `fill` brought to a size, served: what it printed, and a browser that is signed in there.

    Without `home` it lies in a temporary folder.
    """
    with ExitStack() as stack:
        folder = home or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        port = _free_port()
        environ = {**os.environ, "GUILDHALL_HOME": str(folder), "PORT": str(port)}
        command = [sys.executable, fill, *map(str, words)]
        known = json.loads(subprocess.run(command, env=environ, stdout=subprocess.PIPE, check=True).stdout)
        command = [sys.executable, "-m", "guildhall.project.cli", "serve"]
        server = subprocess.Popen(command, env=environ, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            _wait(port)
            browser = Browser(port)
            browser.sign_in(known["email"], known["password"])
            yield known | {"server": server.pid, "postgresql": _postmaster(folder)}, browser
        finally:
            server.terminate()  # a shell lets what runs in the background ignore Ctrl-C
            with suppress(subprocess.TimeoutExpired):  # a busy machine: what was measured is not lost for it
                server.wait(120)
            server.kill()


def below(pid: int) -> dict[int, list[str]]:
    """The living processes that a process started, however deep, with itself: their names and states in `/proc`."""
    stats = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                name, _sign, rest = (entry / "stat").read_text().rpartition(")")
                stats[int(entry.name)] = [name.partition("(")[2], *rest.split()]
    found = [pid] if pid in stats else []
    for one in found:
        found += [child for child, facts in stats.items() if int(facts[2]) == one]
    return {one: stats[one] for one in found}


def _postmaster(home: Path) -> int:
    """The number of the PostgreSQL that belongs to a home."""
    return int(next(home.rglob("postmaster.pid")).read_text().split()[0])


def processor_seconds(*pids: int) -> dict[str, float]:
    """The processor seconds of processes and all that they started: those of PostgreSQL, and ours."""
    tick, seconds = os.sysconf("SC_CLK_TCK"), {"ours": 0.0, "postgresql": 0.0}
    for facts in (facts for pid in pids for facts in below(pid).values()):
        whose = "postgresql" if facts[0].startswith("postgres") else "ours"
        seconds[whose] += sum(map(int, facts[12:16])) / tick  # with those of children that have ended
    return seconds


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(port: int) -> None:
    for _try in range(3_000):  # five minutes: a busy machine takes its time
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not start.")
