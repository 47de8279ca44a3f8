"""Apps use what stands below them: in imports, in foreign keys and in templates (DESIGN §3)."""

import ast
import re
import subprocess
import sys

import pytest
from django.apps import apps as registry

from tests.architecture.sources import CODE, ROOT, app_of, apps, modules, rank, short, templates, tree

# Imports of our own inside a function, each with the reason.
LATE = {
    "guildhall/project/cli.py": "matching needs neither settings nor database; the server starts before Django",
    "guildhall/project/apps.py": "registering checks needs the app registry",
    "guildhall/employers/apps.py": "who hears of returned mail is told to actions, and those come after the apps",
    "guildhall/engagements/apps.py": "who may read a notice is read from models, and models come after the apps",
    "guildhall/mailings/apps.py": "who may still be written to is read from models, and models come after the apps",
    "guildhall/people/apps.py": "the time zone is read from a model, and models come after the apps",
}
_USES = re.compile(r"\{%\s*(?:extends|include)\s+\"([\w-]+)/")


def lint(*more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache", *more]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_import_contracts():
    result = lint()
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]


def test_import_contracts_are_asked(tmp_path):
    """The control: a contract that cannot hold breaks."""
    planted = tmp_path / "planted.toml"
    planted.write_text(
        '[tool.importlinter]\nroot_package = "guildhall"\n[[tool.importlinter.contracts]]\nname = "upside down"\n'
        'type = "layers"\nlayers = ["guildhall.lib", "guildhall.employers"]\n'
    )
    assert lint("--config", str(planted)).returncode != 0


def test_every_package_has_its_place():
    assert set(apps()) - rank().keys() == set()


def test_foreign_keys_point_downwards():
    place = rank()
    wrong = []
    for model in registry.get_models():
        module = model.__module__.split(".")
        if module[0] != "guildhall":
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.auto_created or target is None or not target.__module__.startswith("guildhall."):
                continue
            if place[target.__module__.split(".")[1]] > place[module[1]]:
                wrong.append(f"{model._meta.label}.{field.name} points up to {target._meta.label}")
    assert not wrong, "\n".join(wrong)


def test_migrations_point_downwards():
    place = rank()
    wrong = []
    for path in sorted(CODE.glob("*/migrations/0*.py")):
        for above in re.findall(r'\(\s*"(\w+)",\s*"0\d+\w*"\s*\)', path.read_text()):
            if above in place and place[above] > place[app_of(path)]:
                wrong.append(f"{short(path)} depends on {above}")
    assert not wrong, "\n".join(wrong)


def test_templates_extend_and_include_downwards():
    place = rank()
    folders = {p.name: app_of(p) for p in CODE.glob("*/templates/*") if p.is_dir()}
    wrong = []
    for path in templates():
        for folder in _USES.findall(path.read_text()):
            owner = folders.get(folder)
            if owner and place[owner] > place[app_of(path)]:
                wrong.append(f"{short(path)} uses {folder}/ of {owner}")
    assert not wrong, "\n".join(wrong)


def late_imports(code: ast.AST) -> list[int]:
    """The lines of imports of our own inside functions."""
    found = []
    for function in ast.walk(code):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for node in ast.walk(function):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                names += [a.name for a in node.names] if isinstance(node, ast.Import) else []
                if any(name.split(".")[0] == "guildhall" for name in names):
                    found.append(node.lineno)
    return found


def test_our_own_is_imported_at_the_top():
    wrong = [f"{short(p)}:{n}" for p in modules() for n in late_imports(tree(p)) if short(p) not in LATE]
    assert not wrong, "Import at the top, or name the reason in LATE:\n" + "\n".join(wrong)


def test_a_late_import_is_found():
    assert late_imports(ast.parse("def f():\n    from guildhall.lib import clock\n")) == [2]


@pytest.mark.parametrize("path", sorted(LATE))
def test_late_imports_are_still_needed(path):
    assert late_imports(tree(ROOT / path)), f"{path} has none any more: take it off the list"
