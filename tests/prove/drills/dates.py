"""The demo, and every test that reads a clock, at each of the moments of `tests.moments` at which dates go wrong.

At every moment one run of the tests: the demo is loaded there and looked at, and what it tells is compared with what
it told at the first moment, days apart. The walks through all pages join at every tenth moment, and on the nights of
which nothing but the present moment tells.
"""

import os
import pickle
import random
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from tests.at_moments import reads_a_clock
from tests.demo.digests import difference
from tests.moments import EDGES, MOMENTS, NEW_YEARS, ORDINARY_NIGHTS, Moment
from tests.prove.report import ROOT, Report
from tests.prove.stage import Installation, Stage

Story = dict[str, Counter[Any]]
DEMO = "tests/demo/test_demo_region.py"
VILLAGE = "tests/demo/test_village.py"
NEAR_MIDNIGHT = ["tests/journeys/test_days.py", "tests/ui/test_dates.py", "tests/lib", "tests/demo/test_demo_steps.py"]
WALKS = "tests/permissions"
# A browser, and a server of its own, have the time of their machine.
OTHERS = ("tests/browser", "tests/prove", "tests/project/test_serving")


def clocked() -> list[str]:
    """The files whose tests read a clock."""
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py"))
    return [name for name in files if not name.startswith(OTHERS) and reads_a_clock(str(ROOT / name))]


@dataclass
class Ran:
    """What became of a run of tests at a moment."""

    passed: bool
    said: str
    story: Story | None
    seconds: float


class Lane:
    """Runs of tests at moments, one after another, all with one database server."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.stopped = False
        self.running: subprocess.Popen[str] | None = None

    def at(self, moment: Moment, files: list[str], **more: str) -> Ran:
        """Run some files at a moment."""
        begun, story = time.monotonic(), self.installation.folder / "story"
        story.unlink(missing_ok=True)
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GUILDHALL_") and k != "DATABASE_URL"}
        environment = kept | {
            "GUILDHALL_TEST_HOME": str(self.installation.folder / "tests"),
            "GUILDHALL_MOMENT": str(moment),
            "GUILDHALL_STORY": str(story),
            "GUILDHALL_DRAW": str(moment),  # what is drawn there is drawn there again
            **more,
        }
        command = [sys.executable, "-m", "pytest", "-n", "0", "--reuse-db", "-m", "not browser", "--tb=line", *files]
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as self.running:
            said = self.running.communicate()[0]
        told = pickle.loads(story.read_bytes()) if story.exists() else None  # noqa: S301  written by our own test
        return Ran(self.running.returncode == 0, said[-3_000:].strip(), told, time.monotonic() - begun)

    def stop(self) -> None:
        """Begin nothing more, and end what is running; it stops its database server itself."""
        self.stopped = True
        if self.running and self.running.poll() is None:
            self.running.terminate()
            self.running.wait(60)


def run(stage: Stage, report: Report, *, quick: bool, seed: int) -> None:
    """`--quick`: one moment of a weekend and one of a drawn night, the tests near midnight, a village of the demo."""
    nights = [Moment(*pair) for pair in (*EDGES[1:], *NEW_YEARS)]
    moments = [Moment(*EDGES[0]), random.Random(seed).choice(nights)] if quick else MOMENTS
    files = [*NEAR_MIDNIGHT, VILLAGE] if quick else list(dict.fromkeys([*clocked(), DEMO]))
    report.figure("moments", len(moments))
    report.figure("files of tests", len(files))
    with stage.installation("empty") as east, stage.installation("empty") as west, ThreadPoolExecutor(2) as pool:
        lanes = [Lane(east), Lane(west)]
        try:
            halves = [pool.submit(_walk, lane, moments[n::2], files, report) for n, lane in enumerate(lanes)]
            stories = [story for half in halves for story in half.result()]
            for story in stories[1:]:
                other = difference(stories[0], story)
                report.expect(not other, f"another story on another day: {other[:5]}")
            _controls(lanes, pool, report, stories, quick=quick)
        finally:
            for lane in lanes:
                lane.stop()


def _walk(lane: Lane, moments: list[Moment], files: list[str], report: Report) -> list[Story]:
    stories = []
    for moment in moments:
        if lane.stopped:
            break
        whole = moment in MOMENTS[::10] or (moment.zone, moment.shown) in ORDINARY_NIGHTS
        left_out = () if whole else (WALKS, VILLAGE)  # the village goes to two drawn moments by itself
        ran = lane.at(moment, [name for name in files if not name.startswith(left_out)])
        report.expect(ran.passed, f"{moment}: {ran.said}")
        if DEMO in files and report.expect(ran.story, f"{moment}: the demo was not loaded") and ran.story:
            stories.append(ran.story)
        report.say(f"{moment}: {(ran.said.splitlines() or [''])[-1]}, {ran.seconds:.0f} s in all")
    return stories


def _controls(
    lanes: list[Lane], pool: ThreadPoolExecutor, report: Report, stories: list[Story], *, quick: bool
) -> None:
    """London's days, and a demo that counts on the calendar, must be noticed."""
    saturday, (east, west) = Moment(*EDGES[0]), lanes
    london = pool.submit(east.at, saturday, NEAR_MIDNIGHT[:1], **east.installation.without("region-day"))
    files = NEAR_MIDNIGHT[-1:] if quick else [DEMO]
    calendar = west.at(saturday, files, **west.installation.without("working-days"))
    report.control("days of London", not london.result().passed)
    differs = bool(calendar.story and stories and difference(stories[0], calendar.story))
    report.control("a demo of calendar days", not calendar.passed or differs)
