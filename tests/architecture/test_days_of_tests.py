"""Tests that travel to other moments take no day that was read when their module was imported: it would be today's."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.at_moments import TOGETHER

ROOT = Path(__file__).parents[2]
CLOCKS = {"today", "now"}
# Samples of what a column may hold: which day they are does not matter.
ANY_DAY = {"tests/stewardship/test_erasing_fits.py: NOW", "tests/stewardship/test_erasing_fits.py: SAMPLES"}


def names_of_import(source: str) -> set[str]:
    """The names that a module gives, when it is imported, to what a clock says then."""
    found: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and _reads(node.value, found):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {name.id for one in targets for name in ast.walk(one) if isinstance(name, ast.Name)}
    return found


def _reads(value: ast.AST, known: set[str]) -> bool:
    if isinstance(value, ast.Lambda):  # it reads the clock when it is called
        return False
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in CLOCKS:
        return True
    if isinstance(value, ast.Name) and value.id in known:
        return True
    return any(_reads(part, known) for part in ast.iter_child_nodes(value))


@cache
def _of_module(name: str) -> set[str]:
    path = ROOT / f"{name.replace('.', '/')}.py"
    return names_of_import(path.read_text()) if path.exists() else set()


def stale(source: str) -> Iterator[str]:
    """The names in a module of tests that hold a day of its import, its own or another module's."""
    yield from sorted(names_of_import(source))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests"):
            yield from sorted(one.name for one in node.names if one.name in _of_module(node.module or ""))


def test_tests_that_travel_hold_no_day_of_their_import():
    together = tuple(f"{name.replace('.', '/')}/" for name in TOGETHER)
    paths = [path for path in ROOT.glob("tests/**/test_*.py") if not str(path.relative_to(ROOT)).startswith(together)]
    assert len(paths) > 300
    wrong = {f"{path.relative_to(ROOT)}: {name}" for path in paths for name in stale(path.read_text())}
    assert not wrong - ANY_DAY, "read the clock inside the test, or in a function: " + ", ".join(sorted(wrong))


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("SOON = str(clock.today() + timedelta(90))\nROLE = {'until': SOON}", ["ROLE", "SOON"]),
        ("DAY = lambda: clock.today()", []),
        ("from tests.permissions.matrix.filling import SOON", ["SOON"]),
        ("def day():\n    return clock.today()", []),
    ],
)
def test_a_day_of_import_is_named(source, names):
    """The control."""
    assert list(stale(source)) == names
