"""The demo, and every test that reads a clock, at each of the moments of `tests.moments` at which dates go wrong.

At every moment one run of the tests: the demo is loaded there and looked at, and what it tells is compared with what
it told at the first moment, days apart.
"""

import os
import pickle
import random
import subprocess
import sys
import time
from pathlib import Path

from tests.at_moments import reads_a_clock
from tests.demo.digests import difference
from tests.moments import EDGES, MOMENTS, NEW_YEARS, Moment
from tests.prove.report import ROOT, Report
from tests.prove.stage import Installation, Stage

DEMO = "tests/demo/test_demo_region.py"
NEAR_MIDNIGHT = ["tests/journeys/test_days.py", "tests/ui/test_dates.py", "tests/lib", "tests/demo/test_demo_steps.py"]
OTHERS = ("tests/browser", "tests/prove")  # a browser has the time of its machine


def clocked() -> list[str]:
    """The files whose tests read a clock."""
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py"))
    return [name for name in files if not name.startswith(OTHERS) and reads_a_clock(str(ROOT / name))]


class Runs:
    """Runs of tests at moments, all with the same databases."""

    def __init__(self, installation: Installation, report: Report) -> None:
        self.installation, self.report = installation, report

    def at(self, moment: Moment, files: list[str], **more: str) -> tuple[bool, str, Path]:
        """Run some files at a moment: whether all passed, the last lines, and where the demo's story was written."""
        story = self.installation.folder / "story"
        story.unlink(missing_ok=True)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GUILDHALL_")} | {
            "DATABASE_URL": self.installation.environment["DATABASE_URL"],
            "GUILDHALL_TEST_HOME": str(self.installation.folder / "tests"),
            "GUILDHALL_MOMENT": str(moment),
            "GUILDHALL_STORY": str(story),
            **more,
        }
        command = [sys.executable, "-m", "pytest", "-n", "2", "--reuse-db", "-m", "not browser", "--tb=line", *files]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        return done.returncode == 0, done.stdout[-3_000:], story


def run(stage: Stage, report: Report, *, quick: bool, seed: int) -> None:
    """`--quick`: one moment of a weekend and one of a drawn night, the tests near midnight and the demo."""
    nights = [Moment(*pair) for pair in (*EDGES[1:], *NEW_YEARS)]
    moments = [Moment(*EDGES[0]), random.Random(seed).choice(nights)] if quick else MOMENTS
    files = [*NEAR_MIDNIGHT, DEMO] if quick else [*clocked(), DEMO]
    report.figure("moments", len(moments))
    report.figure("files of tests", len(dict.fromkeys(files)))
    with stage.installation("empty") as installation:
        runs = Runs(installation, report)
        first = None
        for moment in moments:
            begun = time.monotonic()
            passed, told, path = runs.at(moment, list(dict.fromkeys(files)))
            report.expect(passed, f"{moment}: {told}")
            if report.expect(path.exists(), f"{moment}: the demo was not loaded"):
                story = pickle.loads(path.read_bytes())  # noqa: S301  written by our own test a minute ago
                first = first or story
                report.expect(not (other := difference(first, story)), f"{moment}: another story: {other[:5]}")
            report.say(f"{moment}: {told.strip().splitlines()[-1]} ({time.monotonic() - begun:.0f} s)")
        _controls(runs, report, first, quick=quick)


def _controls(runs: Runs, report: Report, first: dict | None, *, quick: bool) -> None:
    """London's days, and a demo that counts on the calendar, must be noticed."""
    saturday = Moment(*EDGES[0])
    london = runs.installation.without("region-day")
    passed, _told, _path = runs.at(saturday, NEAR_MIDNIGHT[:1] if quick else NEAR_MIDNIGHT, **london)
    report.control("days of London", not passed)
    calendar = runs.installation.without("working-days")
    if quick:
        passed, _told, _path = runs.at(saturday, NEAR_MIDNIGHT[3:], **calendar)
        report.control("a demo of calendar days", not passed)
        return
    passed, _told, path = runs.at(saturday, [DEMO], **calendar)
    told = pickle.loads(path.read_bytes()) if path.exists() else None  # noqa: S301
    report.control("a demo of calendar days", not passed or not told or difference(first or told, told))
