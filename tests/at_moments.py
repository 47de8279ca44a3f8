"""Tests at other moments than now.

`GUILDHALL_MOMENT` ("Pacific/Guam 2026-11-29 00:01") takes a whole run there: `script/prove dates` does it for all of
`tests.moments`. `--moments 2` draws two of them, and of the tests that read a clock a drawn share runs there as well:
`script/test` does it. What was drawn stands at the end of the run; GUILDHALL_DRAW repeats it.
"""

import ast
import os
import random
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
import time_machine

from guildhall.lib import clock
from tests.moments import HOME, MOMENTS, Moment

ONE_IN = 1 if os.environ.get("GUILDHALL_THOROUGH") else 16  # tests that read a clock, at each drawn moment
CLOCKS = {"clock", "date", "datetime", "timedelta", "time_machine", "timezone"}
# Fixtures that travel themselves, that last for a module, or that a browser or a server waits for.
SHARED = {"edge", "world", "site", "demo_region", "town", "unset", "page", "chromium", "server"}
# Modules in which one database, prepared once, stays open from test to test.
TOGETHER = ("tests.permissions", "tests.browser", "tests.journeys", "tests.demo")
_drawn: list[Moment] = []
_here: Moment | None = None
_traveller: time_machine.Traveller | None = None
_run = ExitStack()


def pytest_addoption(parser):
    parser.addoption("--moments", type=int, default=0, help="also run tests that read a clock at so many drawn moments")


def pytest_configure(config):
    """Draw, the same for all workers of a run, and go there if the whole run is to happen elsewhere."""
    global _here, _traveller
    os.environ.setdefault("GUILDHALL_DRAW", str(random.SystemRandom().randrange(10_000)))
    _drawn[:] = drawn(config.getoption("--moments"))
    if text := os.environ.get("GUILDHALL_MOMENT"):
        _here = Moment.of(text)
        _traveller = _run.enter_context(time_machine.travel(_here.at, tick=True))
        _run.enter_context(clock.in_zone(_here.zone))  # templates of databases are built before any fixture


def pytest_unconfigure():
    _run.close()


def drawn(count: int) -> list[Moment]:
    """The first moments that this run has drawn."""
    return random.Random(os.environ["GUILDHALL_DRAW"]).sample(MOMENTS, count)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Each test begins at the moment, and does not run over midnight because others have run before it."""
    if _here and _traveller:
        _traveller.move_to(_here.at, tick=True)


@cache
def reads_a_clock(path: str) -> bool:
    """Whether the tests of a file work with days or moments, by the names that it imports."""
    tree = ast.parse(Path(path).read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    return any(name.name in CLOCKS for node in imports for name in node.names)


def pytest_generate_tests(metafunc):
    """What is built once for a module stays where it was built: such tests go elsewhere with the whole run only."""
    shared = metafunc.module.__name__.startswith(TOGETHER) or SHARED & set(metafunc.fixturenames)
    if shared or not reads_a_clock(metafunc.module.__file__):
        return
    if there := [moment for moment in _drawn if _is_of_the_share(moment, metafunc.definition.nodeid)]:
        metafunc.parametrize("_moment", [None, *there], indirect=True, ids=["today", *map(str, there)])


def _is_of_the_share(moment: Moment, test: str) -> bool:
    return random.Random(f"{os.environ['GUILDHALL_DRAW']} {moment} {test}").randrange(ONE_IN) == 0


@pytest.fixture(autouse=True)
def _moment(request):
    """The moment at which a test runs, and the zone of its region: no page that was asked before leaves its own."""
    moment = getattr(request, "param", None)
    if moment is None:
        with clock.in_zone(_here.zone if _here else HOME):
            yield
    else:
        with time_machine.travel(moment.at, tick=True), clock.in_zone(moment.zone):
            yield


def pytest_terminal_summary(terminalreporter):
    if _drawn:
        moments = ", ".join(map(str, _drawn))
        draw = os.environ["GUILDHALL_DRAW"]
        terminalreporter.line(f"Dates were also tried at {moments}: GUILDHALL_DRAW={draw} does it again.")
