"""Dear tests rest by turns, so that a run takes what it may, and each runs within a period (ADR 64)."""

import ast
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests import costs, sampling, turns
from tests.architecture.sources import ROOT
from tests.costs import LAYERS, OTHERS, TOGETHER, Cost, as_list
from tests.turns import BUDGET, Turns


def item(nodeid, *marks):
    """A collected test, as far as turns look at it."""
    return SimpleNamespace(
        nodeid=nodeid,
        iter_markers=lambda name: (mark for mark in marks if mark.name == name),
        get_closest_marker=lambda name: next((mark for mark in marks if mark.name == name), None),
    )


def cases(cost):
    """Names of as many cases as share a line."""
    if cost.name == OTHERS:
        return []
    return [f"{cost.name}[{n}]" if "::" in cost.name else f"{cost.name}::test_{n}" for n in range(cost.cases)]


def awake(shared, nodeids, day):
    return {nodeid for nodeid in nodeids if not shared.rests(nodeid, day)}


@pytest.fixture
def many():
    """Far more tests than a day has time for: single ones, walks of many cases, files."""
    single = [Cost(f"tests/people/test_x.py::test_{n}", 2 + n % 40, 1) for n in range(400)]
    walks = [Cost(f"tests/people/test_y.py::test_{n}", 0.3 + n / 10, 90) for n in range(20)]
    return [*single, *walks, *(Cost(f"tests/people/test_{n}.py", 0.1 + n / 50, 20) for n in range(40))]


def test_every_test_runs_within_a_period():
    """Of the committed list, whichever day a period begins on."""
    shared = turns.listed()
    nodeids = {case for cost in shared.costs.values() for case in cases(cost)}
    for first in (0, sampling.SHARE):
        ran = set().union(*(awake(shared, nodeids, first + day) for day in range(shared.period)))
        assert ran == nodeids


def test_a_period_that_is_too_short_leaves_some_out(many):
    """The control: one day less, and some test has not run."""
    shared = Turns(many)
    nodeids = {case for cost in many for case in cases(cost)}
    days = [awake(shared, nodeids, day) for day in range(shared.period)]
    assert set().union(*days) == nodeids
    assert set().union(*days[1:]) != nodeids


def test_no_day_costs_more_than_its_budget(many):
    """However many tests there are. Cases are shared out by their names, so evenly but for a little."""
    standing = Cost(f"{LAYERS}test_x.py", 10, 12, always=True)
    for lines in ([standing, *many], [*many, *(Cost(f"{cost.name}_too", cost.seconds, cost.cases) for cost in many)]):
        shared = Turns(lines)
        for day in range(shared.period):
            spent = sum(cost.seconds * len(awake(shared, cases(cost), day)) for cost in lines)
            assert spent < BUDGET * 1.2


def test_what_always_runs_leaves_a_share_for_the_others(many):
    """Else a suite of many cheap tests would not come to an end with the dear ones."""
    much, more = (Cost(OTHERS, BUDGET * times, 1) for times in (0.75, 2))
    assert Turns([much, *many]).period == Turns([more, *many]).period < 500


def test_what_the_list_does_not_name_runs():
    """A file that is new: on every day, until the list is made anew."""
    new = item("tests/people/test_new.py::test_new")
    assert not any(turns.listed().rests(new.nodeid, day) for day in range(turns.listed().period))
    assert turns.of_today([new], quick=False) == [new]


@pytest.fixture
def resting(many, monkeypatch):
    """A dear test of an app that did not change, on a day on which it rests."""
    shared, dear = Turns(many), many[0].name
    monkeypatch.setattr(turns, "listed", lambda: shared)
    monkeypatch.setattr(sampling, "SHARE", shared.turn[dear] + 1)
    monkeypatch.setattr(sampling, "THOROUGH", False)
    monkeypatch.setattr(sampling, "changed_apps", frozenset)
    monkeypatch.setattr(sampling, "changed_tests", frozenset)
    return dear


def test_what_changed_and_what_guards_never_rest(resting, monkeypatch):
    mark = pytest.mark.always.mark
    app, page = resting.split("/")[1], pytest.mark.app("pathways").mark
    assert turns.of_today([item(resting)], quick=False) == []
    assert turns.of_today([item(resting, mark)], quick=False)
    assert turns.of_today([item(resting, page)], quick=False) == []
    monkeypatch.setattr(sampling, "changed_apps", lambda: frozenset({"pathways"}))
    assert turns.of_today([item(resting, page)], quick=False), "of the page that it walks"
    monkeypatch.setattr(sampling, "changed_apps", lambda: frozenset({app}))
    assert turns.of_today([item(resting)], quick=False), "of the app"
    monkeypatch.setattr(sampling, "changed_apps", frozenset)
    monkeypatch.setattr(sampling, "changed_tests", lambda: frozenset({resting.partition("::")[0]}))
    assert turns.of_today([item(resting)], quick=False), "of the file"


def unmarked(source):
    """Controls that say so in their first word and are not marked."""
    tests = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    said = [node for node in tests if (ast.get_docstring(node) or "").startswith("The control")]
    return [node.name for node in said if "pytest.mark.always" not in map(ast.unparse, node.decorator_list)]


def test_controls_of_the_walks_are_marked():
    """So that they run on every day, whatever rests."""
    sources = sorted((ROOT / "tests/permissions").glob("test_*.py"))
    assert [(path.name, name) for path in sources for name in unmarked(path.read_text())] == []
    assert unmarked('def test_x():\n    """The control."""\n') == ["test_x"]


def test_everything_runs_in_a_thorough_run(resting, monkeypatch):
    monkeypatch.setattr(sampling, "THOROUGH", True)
    assert turns.of_today([item(resting)], quick=False)


def test_what_is_named_does_not_rest(resting, monkeypatch):
    """On the command line, by a path or by a part of its name, and where costs are counted."""
    source = pytest.Config.ArgsSource
    monkeypatch.setattr(turns, "_rested", [])
    for args, keyword, counting, rests in (
        (source.TESTPATHS, "", False, True),
        (source.ARGS, "", False, False),
        (source.TESTPATHS, "contact", False, False),
        (source.TESTPATHS, "", True, False),
    ):
        monkeypatch.setenv(turns.RESTING, "")
        options = {"--costs": counting, "--quick": False}
        config = SimpleNamespace(
            args_source=args,
            ArgsSource=source,
            option=SimpleNamespace(keyword=keyword),
            getoption=options.__getitem__,
            hook=SimpleNamespace(pytest_deselected=lambda items: None),
        )
        turns.pytest_configure(config)
        items = [item(resting)]
        turns.pytest_collection_modifyitems(config, items)
        assert (items == []) is rests


def test_the_list_is_read_as_it_is_written():
    """Dear tests and those that always run stand alone, the others by their files, cheap files together."""
    walk, layer, region = "tests/a/test_b.py::test_walk", f"{LAYERS}test_d.py", f"{TOGETHER[0]}.py"
    spent = {
        walk: [2.0, 4.0],
        "tests/a/test_b.py::test_c": [0.1],
        "tests/a/test_b.py::test_d": [0.5, 0.3],
        "tests/a/test_b.py::test_guard": [0.1],
        "tests/a/test_cheap.py::test_e": [0.02, 0.04],
        f"{layer}::test_f": [0.5],
        f"{region}::test_g": [80.0],
        f"{region}::test_h": [1.0],
    }
    lines = as_list(spent, {"tests/a/test_b.py::test_guard", f"{layer}::test_f"}).splitlines()[1:]
    read = [Cost.of(line) for line in lines]
    assert [str(cost) for cost in read] == lines
    assert {(cost.name, round(cost.total, 2), cost.cases, cost.always) for cost in read} == {
        (OTHERS, 0.06, 2, False),
        (walk, 6, 2, False),
        ("tests/a/test_b.py", 0.9, 3, False),
        ("tests/a/test_b.py::test_guard", 0.1, 1, True),
        (layer, 0.5, 1, True),
        (region, 81, 1, False),
    }


def test_a_list_of_a_few_files_leaves_the_others_as_they_were():
    """Lines of a file that is counted anew go; what was cheap and what belongs to other files stay."""
    old, other, cheap = Cost("tests/a/test_b.py", 9, 4), Cost("tests/a/test_c.py::test_x", 3, 1), Cost(OTHERS, 0.02, 50)
    again = as_list({"tests/a/test_b.py::test_y": [0.5]}, (), [cheap, old, other]).splitlines()[1:]
    assert again == ["0.02 50 - (all others)", "0.50 1 - tests/a/test_b.py", str(other)]


def test_processes_that_a_test_starts_are_counted():
    """Also one that nobody waits for; the control counts a rest."""
    meter = costs.Meter("nobody")
    work = "import time\nwhile time.process_time() < {}: pass"
    subprocess.run([sys.executable, "-S", "-c", work.format(0.3)], check=True)
    assert meter.lap() > 0.25
    running = subprocess.Popen([sys.executable, "-S", "-c", work.format(0.3) + "\nprint(1, flush=True)\ninput()"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
    running.stdout.readline()
    assert meter.lap() > 0.25
    running.communicate(b"\n")
    assert meter.lap() < 0.25
