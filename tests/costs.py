"""What tests cost: `script/test -n 2 --costs` runs all of them, whatever rests, and writes costs.txt.

Files or folders named beside it are counted anew, and the lines of the others stay: for tests that are new.

In processor seconds, since seconds of a clock tell as much of what else a machine does. Counted are the test's own
process, whatever it has started, and the database's processes for it. A line tells of a file of tests, the mean of its
cases; tests that are dear or never rest have lines of their own. `tests/turns.py` reads the list.
"""

import os
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.sampling import LAYERS, TOGETHER

LIST = Path(__file__).with_suffix(".txt")
DEAR = 2  # processor seconds of a case: a line of its own
CHEAP = 0.1  # of a case of a file: what is cheaper is not listed, and always runs
HEAD = "# Processor seconds of a case, cases, whether it always runs, test or file. Made by script/test -n 2 --costs\n"
OTHERS = "(all others)"
ALWAYS = "always"
PROPERTY = "processor seconds"
MARK = "GUILDHALL_COUNTED_BY"  # in the environment of all that a counting process starts
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """What the cases cost that share a line: those of a test, or all others of a file."""

    name: str
    seconds: float
    cases: int
    always: bool = False  # they never rest

    @property
    def total(self) -> float:
        return self.seconds * self.cases

    def __str__(self) -> str:
        return f"{self.seconds:.2f} {self.cases} {ALWAYS if self.always else '-'} {self.name}"

    @classmethod
    def of(cls, line: str) -> "Cost":
        """The one that `str` has made a line of."""
        seconds, cases, always, name = line.split(" ", 3)
        return cls(name, float(seconds), int(cases), always == ALWAYS)

    @classmethod
    def mean(cls, name: str, cases: Sequence[float], *, always: bool = False) -> "Cost":
        """Of what each case has cost."""
        return cls(name, sum(cases) / max(len(cases), 1), len(cases), always)


def names(nodeid: str) -> tuple[str, str]:
    """A test without its case, and its file: the lines that may tell of it."""
    return nodeid.partition("[")[0], nodeid.partition("::")[0]


def always_runs(item: pytest.Item) -> bool:
    """Whether a test never rests: it guards the layers, or safety, or shows that such a test would fail."""
    return item.nodeid.startswith(LAYERS) or item.get_closest_marker(ALWAYS) is not None


@cache
def listed() -> dict[str, Cost]:
    """The lines of the list, by what they tell of."""
    lines = [Cost.of(line) for line in LIST.read_text().splitlines() if not line.startswith("#")]
    return {cost.name: cost for cost in lines}


def as_list(spent: dict[str, list[float]], always: Container[str], earlier: Iterable[Cost] = ()) -> str:
    """The text of the list, given what each case of each test has cost, and which always run.

    Of an earlier list the lines of other files stay, and what was cheap: what cheap new tests cost is added to it.
    """
    files, cheap = defaultdict(list), []
    counted = {names(test)[1] for test in spent}
    lines = [cost for cost in earlier if names(cost.name)[1] not in counted and cost.name != OTHERS]
    cheap += [cost.seconds for cost in earlier if cost.name == OTHERS for _case in range(cost.cases)]
    for test, cases in spent.items():
        cost = Cost.mean(test, cases, always=test in always)
        alone = (cost.always or cost.seconds >= DEAR) and not test.startswith((LAYERS, *TOGETHER))
        (lines if alone else files[names(test)[1]]).extend([cost] if alone else cases)
    for file, cases in files.items():
        together = file.startswith(TOGETHER)
        cost = Cost.mean(file, [sum(cases)] if together else cases, always=file.startswith(LAYERS))
        is_cheap = cost.seconds < CHEAP and not cost.always
        (cheap if is_cheap else lines).extend(cases if is_cheap else [cost])
    lines = [Cost.mean(OTHERS, cheap), *sorted(lines, key=lambda cost: cost.name)]
    return HEAD + "".join(f"{cost}\n" for cost in lines)


# ── Counting ─────────────────────────────────────────────────────────


class Meter:
    """The processor time of this process, of what it has started, and of the database's processes for it."""

    def __init__(self, worker: str) -> None:
        self.mark = f"{MARK}={os.getpid()}".encode()
        self.clone = f"_{worker}".encode()  # in the names of a worker's databases
        os.environ[MARK] = str(os.getpid())
        self.older = {*_processes()} - {os.getpid()}  # than this run: not its own
        self.before = self._seen()

    def lap(self) -> float:
        """The seconds since the last call. Who waits for a child that has ended gets its seconds, so they leave it."""
        before, self.before = self.before, self._seen()
        spent = sum(seconds - before.get(pid, (0, 0))[1] for pid, (_parent, seconds) in self.before.items())
        inherited = (use for pid, use in before.items() if pid not in self.before and use[0] in before)
        return spent - sum(seconds for _parent, seconds in inherited)

    def _seen(self) -> dict[int, tuple[int, float]]:
        return {pid: use for pid in _processes() if pid not in self.older and (use := self._use(pid))}

    def _use(self, pid: int) -> tuple[int, float] | None:
        try:
            return _parent_and_seconds(pid) if self._is_ours(pid) else None
        except OSError:  # it has ended meanwhile
            return None

    def _is_ours(self, pid: int) -> bool:
        folder = Path(f"/proc/{pid}")
        if pid == os.getpid() or self.mark in (folder / "environ").read_bytes().split(b"\0"):
            return True
        words = (folder / "cmdline").read_bytes().split()
        return words[:1] == [b"postgres:"] and len(words) > 2 and self.clone in words[2]


def _processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _parent_and_seconds(pid: int) -> tuple[int, float]:
    """By proc(5): fields 4, and 14 to 17, of which the last two are those of children that were waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1]), sum(map(int, fields[11:15])) / TICK


class Counting:
    """Notes the cost of each test where it runs, and gathers them where the run is reported."""

    def __init__(self, config: pytest.Config) -> None:
        self.named = config.args_source is not config.ArgsSource.TESTPATHS
        self.spent: dict[str, list[float]] = defaultdict(list)
        self.always: set[str] = set()
        self.meter = Meter(os.environ.get("PYTEST_XDIST_WORKER", "alone"))

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self) -> Iterator[None]:
        self.meter.lap()
        yield

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[Any]) -> Iterator[None]:
        if call.when == "teardown":
            item.user_properties += [(PROPERTY, self.meter.lap()), (ALWAYS, always_runs(item))]
        yield

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "teardown":
            properties: dict[str, Any] = dict(report.user_properties)
            test, _file = names(report.nodeid)
            self.spent[test].append(properties[PROPERTY])
            self.always |= {test} if properties[ALWAYS] else set()

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not hasattr(session.config, "workerinput"):
            LIST.write_text(as_list(self.spent, self.always, [*listed().values()] if self.named else ()))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--costs", action="store_true", help="write down what all tests cost, or those of named files")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--costs"):
        if config.option.keyword or any("::" in arg for arg in config.args):
            raise pytest.UsageError("The list is made of files: name files or folders, or none for all of them.")
        config.pluginmanager.register(Counting(config))
