"""What pages show of a record is no data: `__str__` may decorate it (a star), so nothing compares or keeps it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import CODE, modules, short, tree

# Where records are compared and written; pages, e-mails and queries for pages show them.
LAYERS = {"actions", "rules", "querysets", "contact_rules", "merging", "moving", "recording", "models", "jobs"}
RECORDS = {
    "account", "actor", "batch", "by", "contact", "deputy", "employer", "holder", "institution", "leaver", "operator",
    "owner", "person", "point", "protocol", "prospect", "site", "successor", "user",
}  # fmt: skip
# Names that stand for an identifier here.
IDENTIFIERS = {
    "audit/recording.py": {"entry.actor", "entry.institution", "institution"},
    "imports/actions/applying.py": {"row.employer"},
    "imports/actions/comparing.py": {"c.employer"},
    "imports/actions/settling.py": {"employer"},
}
SHORT = {"c", "e", "i", "p"}  # loop variables that stand for one of them


def compares_or_keeps_text(node: ast.AST, identifiers: set[str]) -> Iterator[ast.Call]:
    """The calls of `str` on what is named like a record, outside `__str__` itself."""
    for inner in ast.walk(node):
        if not (isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id == "str"):
            continue
        argument = inner.args[0] if inner.args else None
        parts = argument.values if isinstance(argument, ast.BoolOp) else [argument]
        for part in parts:
            name = part.attr if isinstance(part, ast.Attribute) else part.id if isinstance(part, ast.Name) else ""
            if part is not None and ast.unparse(part) in identifiers:
                continue
            if name in RECORDS or (isinstance(part, ast.Name) and name in SHORT):
                yield inner


def offending(path: Path, module: ast.Module) -> list[str]:
    found = []
    for node in module.body:
        methods = node.body if isinstance(node, ast.ClassDef) else [node]
        for method in methods:
            if isinstance(method, ast.FunctionDef) and method.name == "__str__":
                continue
            calls = compares_or_keeps_text(method, IDENTIFIERS.get(str(path.relative_to(CODE)), set()))
            found += [f"{short(path)}:{call.lineno}: {ast.unparse(call)}" for call in calls]
    return found


def layer_of(path: Path) -> str:
    parts = path.relative_to(CODE).parts
    return parts[1] if len(parts) > 2 else path.stem


def test_nothing_compares_or_keeps_the_text_of_a_record():
    found = [line for path in modules() if layer_of(path) in LAYERS for line in offending(path, tree(path))]
    assert not found, "Use .name, or audit.recording.text_of for the journal:\n  " + "\n  ".join(found)


@pytest.mark.parametrize(
    "line",
    [
        "str(contact).casefold() == name",
        "any(str(c) == name for c in rows)",
        "{'to': str(found.owner or '')}",
    ],
)
def test_such_a_line_is_found(line):
    """The control."""
    module = ast.parse(f"def rule(contact, rows, found):\n    return {line}\n")
    assert offending(CODE / "people/rules.py", module)


def test_a_name_and_an_identifier_are_data():
    assert not offending(
        CODE / "people/rules.py", ast.parse("def rule(person):\n    return person.name, str(person.pk)")
    )
