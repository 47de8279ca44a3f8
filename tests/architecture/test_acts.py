"""How an act went is said by `acting` or `saving`: no view catches a rule's no, or somebody else's change, by hand."""

import ast

from tests.architecture.sources import CODE, modules

CAUGHT = {"Refused", "Conflict"}
# The questions of a clause are a table: what two people wrote there is compared row by row.
# A device that sends what was tapped at a door is answered in words, by no page. A phone in a room keeps its words.
BY_ITSELF = {
    "prospects/views/criteria.py", "imports/views/lists.py", "imports/views/review.py", "bookings/views/door.py",
    "meetings/views/phone.py",
}  # fmt: skip


def caught(source):
    """The lines on which a view catches what `acting` and `saving` are there for."""
    handlers = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ExceptHandler) and node.type]
    return [h.lineno for h in handlers if CAUGHT & {n.id for n in ast.walk(h.type) if isinstance(n, ast.Name)}]


def test_no_view_says_by_itself_how_an_act_went():
    for path in modules():
        name = path.relative_to(CODE).as_posix()
        if "/views" in name and name not in BY_ITSELF:
            assert not caught(path.read_text(encoding="utf-8")), name


def test_a_view_that_does_is_found():
    """The control."""
    assert caught("try:\n    act()\nexcept (Conflict, ValueError):\n    pass") == [3]
    assert caught("with acting(request):\n    act()") == []
