"""The demo does nothing that no screen can: each act that it calls is called by a view, a job or a command (H2)."""

import ast
from pathlib import Path

from tests.architecture.sources import CODE

# What the demo calls and no screen does, with what people do instead.
INSTEAD = {
    "publish": "a protocol that was agreed elsewhere; on the site start_draft, write_clause and publish_draft do it",
    "found": "institutions before the first person signs in; on the site by setting up and by institution-add",
    "enter_person": "people before anybody invites them; on the site invite does it",
    "grant": "the same",
    "set_criteria": "the questions of that protocol; in a draft rewrite_criteria does it",
    "attest_partners": "called by name where a list is brought as one of partners (imports.actions.applying)",
    "enter_figures": "figures of a made-up region; on the site an official file is loaded",
    "opened_changes": "what the journal says of that block",
}


def known(tree):
    """The acts that a module imports by name, and the names under which it has whole modules of acts."""
    acts, modules = {}, set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("guildhall."):
            for one in node.names:
                said, path = one.asname or one.name, CODE.parent / Path(*node.module.split("."))
                if one.name == "actions" or ".actions" in node.module and (path / f"{one.name}.py").exists():
                    modules.add(said)
                elif ".actions" in node.module:
                    acts[said] = one.name
    return acts, modules


def acts_of(paths):
    """The acts that some modules call, by name."""
    results = set()
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        acts, modules = known(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            for what in (node.func, *node.args):  # called, or handed to what calls it
                if isinstance(what, ast.Name) and what.id in acts:
                    results.add(acts[what.id])
                elif isinstance(what, ast.Attribute) and isinstance(what.value, ast.Name) and what.value.id in modules:
                    results.add(what.attr)
    return {name for name in results if name[0].islower()}


def calls_within():
    """By the name of each function among the acts, the names of what it calls."""
    by_name = {}
    for path in [*CODE.glob("*/actions/*.py"), *CODE.glob("*/actions.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                found = (one.func for one in ast.walk(node) if isinstance(one, ast.Call))
                names = {f.id if isinstance(f, ast.Name) else getattr(f, "attr", "") for f in found}
                by_name.setdefault(node.name, set()).update(names)
    return by_name


def reached():
    """The acts that views, jobs and commands call, and those that these acts call in turn."""
    doors = [
        path
        for path in CODE.rglob("*.py")
        if "demo" not in path.parts and {"views", "jobs", "management", "cli"} & {*path.with_suffix("").parts}
    ]
    there, within = acts_of(doors), calls_within()
    new = set(there)
    while new:
        new = {name for one in new for name in within.get(one, ())} - there
        there |= new
    return there


def test_the_demo_does_nothing_that_no_screen_can():
    missing = acts_of((CODE / "demo").glob("*.py")) - reached() - INSTEAD.keys()
    assert not missing, f"No screen does this: {sorted(missing)}"


def test_an_act_without_a_screen_is_found(tmp_path):
    """The control."""
    module = tmp_path / "told.py"
    module.write_text(
        "from guildhall.engagements.actions import following\n"
        "from guildhall.engagements.actions.recording import nobody_does_this\n"
        "following.promise(1)\nnobody_does_this([], '')\nother.act()\n"
    )
    assert acts_of([module]) - reached() == {"nobody_does_this"}


def test_what_is_excused_is_still_called():
    assert INSTEAD.keys() <= acts_of((CODE / "demo").glob("*.py"))
