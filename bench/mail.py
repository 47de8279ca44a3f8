"""Measure bulk e-mail: queuing a sending, and sending it to a local mail server, beside a raw SMTP connection.

    python bench/mail.py [--count 20000] [--workers 3] [--rounds 2] [--seed N]
Rounds go by turns: as many e-mails over one raw connection, then the same through the ledger. Every e-mail has to
arrive once and be `sent` in the ledger, or it ends with an error. Prints one JSON object, with processor seconds: on a
machine that others use these hold, and times do not. Who may get it is not asked here: that is measured where it is
chosen.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from serving import ROOT, processor_seconds

HERE = Path(__file__).resolve().parent
PATIENCE = 900  # seconds in which all have to arrive
RAW = "From: a@region.example\r\nTo: {0}\r\nMessage-ID: <{1}@region.example>\r\nSubject: News\r\n\r\n{2}\r\n"


class Catcher:
    """The mail server, in a process of its own."""

    def __init__(self) -> None:
        command = [sys.executable, HERE / "catcher.py"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self._line())

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()

    def figures(self) -> dict[str, Any]:
        """What it has taken so far."""
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return dict(json.loads(self._line()))


@contextmanager
def catching() -> Iterator[Catcher]:
    """A mail server that nothing has been sent to yet."""
    catcher = Catcher()
    try:
        yield catcher
    finally:
        catcher.process.kill()
        catcher.process.wait()


def raw(count: int, size: int) -> float:
    """So many e-mails over one connection, without a ledger: how many a second arrive."""
    text = "\r\n".join(["x" * 70] * (size // 72))
    with catching() as catcher, smtplib.SMTP("127.0.0.1", catcher.port) as link:
        link.ehlo()
        for n in range(count):
            link.send(f"MAIL FROM:<a@region.example>\r\nRCPT TO:<r{n}@x.example>\r\nDATA\r\n")
            for _step in range(3):
                link.getreply()
            link.send(RAW.format(f"r{n}@x.example", n, text).encode() + b".\r\n")
            link.getreply()
        found = catcher.figures()
    assert found["different"] == count, found
    return round(count / (found["last"] - found["first"]))


def ours(count: int, workers: int, seed: int) -> dict[str, Any]:
    """The same through the ledger, by so many workers: queued in how many seconds, how many a second arrive."""
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory())
        catcher = stack.enter_context(catching())
        more = {"GUILDHALL_HOME": home, "EMAIL_URL": f"smtp://127.0.0.1:{catcher.port}", "GUILDHALL_LOG_LEVEL": "ERROR"}
        environ = {**os.environ, **more, "GUILDHALL_FROM_EMAIL": "news@region.example", "PYTHONPATH": str(ROOT)}
        queued = _filled(environ, count, seed)
        command = [sys.executable, "-m", "guildhall.project.cli", "worker"]
        begun = [subprocess.Popen(command, env=environ, cwd=ROOT, stderr=subprocess.DEVNULL) for _ in range(workers)]
        try:
            found = _arrived(catcher, count)
            spent = processor_seconds(*(worker.pid for worker in begun))
        finally:
            for worker in begun:
                worker.terminate()
            for worker in begun:
                worker.wait(60)
        states = _filled(environ, "states")
    expected = {"sent": count}
    if found["different"] != count or found["twice"] or states != expected:
        raise SystemExit(f"Lost or doubled: {found}, the ledger says {states}.")
    seconds = found["last"] - found["first"]
    return {
        "queuing_seconds": queued["seconds"],
        "messages_a_second": round(count / seconds),
        "processor_ms_a_message": round(1000 * spent["ours"] / count, 2),
    }


def _filled(environ: dict[str, str], *words: object) -> dict[str, Any]:
    command = [sys.executable, HERE / "fill_mail.py", *map(str, words)]
    return dict(json.loads(subprocess.run(command, env=environ, stdout=subprocess.PIPE, check=True).stdout))


def _arrived(catcher: Catcher, count: int) -> dict[str, Any]:
    end = time.monotonic() + PATIENCE
    while (found := catcher.figures())["different"] < count and time.monotonic() < end:
        time.sleep(0.2)
    time.sleep(1)  # what would come twice, and what is written down last
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(100_000))
    asked = parser.parse_args()
    results: dict[str, Any] = {"seed": asked.seed, "count": asked.count, "workers": asked.workers, "rounds": []}
    for n in range(asked.rounds):
        found = {"raw_messages_a_second": raw(asked.count, 5_000)} | ours(asked.count, asked.workers, asked.seed + n)
        results["rounds"].append(found)
        print(json.dumps(found), file=sys.stderr)
    results["load"] = os.getloadavg()[0]
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
