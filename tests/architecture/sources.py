"""The sources of the application, as the architecture tests read them."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "guildhall"
WITHOUT_MODELS = {"lib", "locale"}


def apps() -> list[str]:
    """The packages of the application."""
    return sorted(p.name for p in CODE.iterdir() if (p / "__init__.py").exists())


def modules() -> list[Path]:
    """Every source file, migrations apart: those are written by machine."""
    return sorted(p for p in CODE.rglob("*.py") if "migrations" not in p.parts)


def files_of_tests() -> list[Path]:
    """Every file of the tests."""
    return sorted((ROOT / "tests").rglob("*.py"))


def templates() -> list[Path]:
    return sorted(p for p in CODE.rglob("templates/**/*") if p.is_file())


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file, inner ones included."""
    yield from (n for n in ast.walk(tree(path)) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)))


def rank() -> dict[str, int]:
    """How high each app stands, from the contract in pyproject.toml: a larger number may use a smaller one."""
    found = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in found if c["id"] == "apps")
    names = [(name.strip(" ()"), -n) for n, layer in enumerate(layers) for name in layer.split("|")]
    return dict(names)


def app_of(path: Path) -> str:
    return path.relative_to(CODE).parts[0]
