"""What a drill says: what it did, its figures, and whether it passed."""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "var" / "prove"


class Skipped(Exception):
    """A drill cannot run here; the message is one sentence that says why."""


class Report:
    """The account of one drill, on the terminal while it runs and in `var/prove/` afterwards."""

    def __init__(self, name: str, promise: str, *, quick: bool) -> None:
        self.name, self.promise, self.quick = name, promise, quick
        self.begun = time.monotonic()
        self.figures: dict[str, Any] = {}
        self.failures: list[str] = []
        self.controls: dict[str, bool] = {}
        self.skipped = ""

    def say(self, words: str) -> None:
        """Tell what is being done."""
        if self.name:  # a control is told of by the drill that makes it
            print(f"  {time.monotonic() - self.begun:7.1f} s  {words}", flush=True)

    def figure(self, name: str, value: Any) -> None:
        """Note a figure, and tell it."""
        self.figures[name] = value
        self.say(f"{name}: {value}")

    def expect(self, holds: Any, words: str) -> bool:
        """Note that something that must hold does not."""
        if not holds:
            self.failures.append(words)
            self.say(f"WRONG: {words}")
        return bool(holds)

    def control(self, name: str, noticed: Any) -> None:
        """Note whether the drill noticed that a defence was switched off; a drill that did not proves nothing."""
        self.controls[name] = bool(noticed)
        self.say(f"control, {name}: {'noticed' if noticed else 'NOT NOTICED'}")
        if not noticed:
            self.failures.append(f"the control was not noticed: {name}")

    @property
    def verdict(self) -> str:
        if self.failures:
            return "FAIL"
        return "SKIPPED" if self.skipped and not self.controls else "PASS"

    def write(self) -> None:
        """Close the account."""
        seconds = round(time.monotonic() - self.begun, 1)
        account = {
            "drill": self.name,
            "promise": self.promise,
            "verdict": self.verdict,
            "quick": self.quick,
            "seconds": seconds,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "version": _version(),
            "figures": self.figures,
            "controls": self.controls,
            "failures": self.failures,
            "skipped": self.skipped,
        }
        RESULTS.mkdir(parents=True, exist_ok=True)
        (RESULTS / f"{self.name}.json").write_text(json.dumps(account, indent=2, default=str) + "\n")
        for line in self.failures:
            print(f"  ! {line}")
        print(f"{self.verdict}  {self.name} ({self.promise}) in {seconds} s", flush=True)


def _version() -> str:
    done = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() or sys.version.split()[0]
