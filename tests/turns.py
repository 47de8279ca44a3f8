"""Which tests rest in a run of everything, so that it takes what it may however many there are.

Each test has its turn one day in `period`: as many share a day as fit into the budget beside
what always runs. That are the cheap tests, those that are not on the list yet, the layers, the controls that guard
safety, and all of the apps and the files of tests that changed.
"""

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from math import ceil
from typing import Any
from zlib import crc32

import pytest

from tests import costs, sampling
from tests.costs import OTHERS, Cost, always_runs, names

BUDGET = 480  # processor seconds of the tests of a run without changes: two cores have them in five minutes
QUICK_ONE_IN = 4  # of what runs today, and belongs to no app that changed
AT_LEAST = 4  # of the budget a quarter goes to the dear tests, whatever always runs
RESTING = "GUILDHALL_SOME_REST"  # set for the workers of a run of everything
NOTICED = 0.5  # processor seconds of a test’s own process: enough to be on the list
_rested: list[int] = []
_unlisted: list[str] = []


class Turns:
    """The turns of tests in a budget of processor seconds a day, of which what always runs takes some."""

    def __init__(self, costs: Iterable[Cost], budget: float = BUDGET) -> None:
        self.costs = {cost.name: cost for cost in costs}
        dear = [cost for cost in self.costs.values() if not self._always(cost)]
        always = sum(cost.total for cost in self.costs.values() if self._always(cost))
        total = sum(cost.total for cost in dear)
        self.period = max(1, ceil(total / max(budget - always, budget / AT_LEAST)))
        self.turn = self._shared_out([cost for cost in dear if cost.cases == 1])

    @staticmethod
    def _always(cost: Cost) -> bool:
        return cost.always or cost.name == OTHERS

    def _shared_out(self, dear: Sequence[Cost]) -> dict[str, int]:
        """The dearest first, each to the day that has least yet."""
        days = [0.0] * self.period
        turn = {}
        for cost in sorted(dear, key=lambda cost: (-cost.total, cost.name)):
            turn[cost.name] = days.index(min(days))
            days[turn[cost.name]] += cost.total
        return turn

    def cost(self, nodeid: str) -> Cost | None:
        """The line that tells of a case, if there is one."""
        return next((self.costs[name] for name in names(nodeid) if name in self.costs), None)

    def rests(self, nodeid: str, day: int) -> bool:
        """Whether a case has its turn on another day; of those that share a line each has one of its own."""
        cost = self.cost(nodeid)
        if cost is None or cost.always:
            return False
        turn = self.turn.get(cost.name, crc32(nodeid.encode()))
        return turn % self.period != day % self.period


@cache
def listed() -> Turns:
    """The turns of the committed list."""
    return Turns(costs.listed().values())


def has_changed(item: Any) -> bool:
    """Whether a test's app has changed, or that of the page it walks, or its own file."""
    apps = {item.nodeid.split("/")[1], *(app for marker in item.iter_markers("app") for app in marker.args)}
    return any(map(sampling.whole, apps)) or item.nodeid.partition("::")[0] in sampling.changed_tests()


def of_today(items: Sequence[Any], *, quick: bool) -> list[Any]:
    """The tests that run today, of which the inner loop leaves most to `script/test`."""
    return [item for item in items if has_changed(item) or always_runs(item) or not _rests(item.nodeid, quick)]


def _rests(nodeid: str, quick: bool) -> bool:
    return listed().rests(nodeid, sampling.SHARE) or (quick and not sampling.taken(QUICK_ONE_IN, nodeid))


# ── Hooks ────────────────────────────────────────────────────────────


def pytest_configure(config: pytest.Config) -> None:
    """Nothing rests of what is named, nor where costs are counted."""
    everything = config.args_source is config.ArgsSource.TESTPATHS and not config.option.keyword
    if everything and not config.getoption("--costs"):
        os.environ[RESTING] = "1"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what rests."""
    if os.environ.get(RESTING):
        chosen = of_today(items, quick=config.getoption("--quick"))
        kept = set(map(id, chosen))
        config.hook.pytest_deselected(items=[item for item in items if id(item) not in kept])
        _rested.append(len(items) - len(chosen))
        items[:] = chosen


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Notice what is not cheap and not on the list, by the test's own process alone."""
    before = time.process_time()
    yield
    if time.process_time() - before > NOTICED and listed().cost(item.nodeid) is None:
        _unlisted.append(item.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells what it knows."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["turns"] = [sum(_rested), _unlisted]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """All workers have left out the same tests, and each has run some of the others."""
    rested, unlisted = getattr(node, "workeroutput", {}).get("turns", [sum(_rested), []])
    _rested[:] = [rested]
    _unlisted.extend(unlisted)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Which share it was, so that a failure can be repeated, and what did not run, so that nothing is hidden."""
    turn, period = sampling.SHARE % listed().period + 1, listed().period
    whole = "everything" if sampling.THOROUGH else ", ".join(sorted(sampling.changed_apps())) or "no app"
    terminalreporter.line(
        f"Walks and turns: GUILDHALL_SHARE={sampling.SHARE}, turn {turn} of {period}; all of {whole}."
    )
    if sum(_rested):
        rest = f"{sum(_rested)} tests rest today, each for less than {period} days"
        terminalreporter.line(f"{rest}: named on the command line they run, and in script/prove walks.")
    if _unlisted:
        few = ", ".join(sorted(_unlisted)[:5])
        terminalreporter.line(f"{len(_unlisted)} tests are not cheap, nor on the list (docs/testing.md): {few} …")
