"""Whoever saves second compares: what `saving` says of another's change reaches the page (R29)."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import CODE, tree


def unheard(source: ast.AST) -> Iterator[str]:
    """The functions that change a record with `saving` and hand neither its differences nor all of its edit on."""
    for function in (node for node in ast.walk(source) if isinstance(node, ast.FunctionDef)):
        if any(_compares(item) for node in ast.walk(function) if isinstance(node, ast.With) for item in node.items):
            reads = any(isinstance(n, ast.Attribute) and n.attr == "differences" for n in ast.walk(function))
            returns = {ast.unparse(n.value) for n in ast.walk(function) if isinstance(n, ast.Return) and n.value}
            if not reads and "edit" not in returns:
                yield function.name


def _compares(item: ast.withitem) -> bool:
    call = item.context_expr
    if not (isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == "saving"):
        return False
    return len(call.args) > 1 or any(keyword.arg in ("record", "read") for keyword in call.keywords)


def test_every_page_that_changes_a_record_can_compare():
    silent = [f"{p.relative_to(CODE)}: {name}" for p in sorted(CODE.rglob("views/*.py")) for name in unheard(tree(p))]
    assert not silent, silent


def test_a_view_that_says_nothing_of_it_is_named():
    source = (
        "def change(request, row, form):\n    with saving(form, row) as edit:\n        act()\n    return edit.saved"
    )
    assert list(unheard(ast.parse(source))) == ["change"]
    assert not list(unheard(ast.parse(source.replace("edit.saved", "edit.differences"))))
