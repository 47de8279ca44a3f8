"""A refusal is written in one way: a sentence that the catalog holds, with what differs named beside it."""

import ast
import builtins
from pathlib import Path

from guildhall.project.management.commands.makemessages import Command

COLLECTED = [option for option in Command.xgettext_options if option.startswith("--keyword=")]
CODE = Path(__file__).resolve().parents[2] / "guildhall"
SAYING_NO, KEPT = {"no", "refuse"}, {option.removeprefix("--keyword=").split(":")[0] for option in COLLECTED}
# What operators and programmers read, who read English.
OPERATORS = {"CommandError", "ImproperlyConfigured", "Unavailable", "Unfinished", "Unwritable", "ParsingError"}
TRANSLATING = {"_", "gettext", "gettext_lazy", "ngettext", "gettext_noop"}


def name_of(call):
    function = call.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def names_of_bare_sentences(tree):
    """The names that are given a sentence as it is, without a function that has it collected."""
    for part in ast.walk(tree):
        text = isinstance(getattr(part, "value", None), ast.JoinedStr) or (
            isinstance(getattr(part, "value", None), ast.Constant) and isinstance(part.value.value, str)
        )
        if isinstance(part, ast.Assign) and text:
            yield from (target.id for target in part.targets if isinstance(target, ast.Name))


def faults(source):
    """Sentences that no catalog can hold, and those that are translated twice."""
    tree = ast.parse(source)
    bare = set(names_of_bare_sentences(tree))
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        first, name = call.args[0], name_of(call)
        if name in SAYING_NO | TRANSLATING | KEPT and isinstance(first, ast.JoinedStr):
            yield call.lineno, "names stand inside of the sentence"
        elif name in SAYING_NO and isinstance(first, ast.Name) and first.id in bare:
            yield call.lineno, "its sentence stands elsewhere, where nothing collects it"
        elif name in SAYING_NO and isinstance(first, ast.BinOp):
            yield call.lineno, "it is filled before it is translated"
        elif name in SAYING_NO and isinstance(first, ast.Call) and name_of(first) in TRANSLATING - {"gettext_noop"}:
            yield call.lineno, "it is translated twice"


def test_refusals_are_translated_once_and_filled_afterward():
    wrong = [
        f"{path.relative_to(CODE)}:{line}: {why}"
        for path in sorted(CODE.rglob("*.py"))
        for line, why in faults(path.read_text(encoding="utf-8"))
    ]
    assert not wrong, 'Write refuse("{who} has left.", who=person):\n' + "\n".join(wrong)


def test_each_fault_is_found():
    """The control."""
    source = 'refuse(f"{a} has left.")\nno(_("%s has left.") % a)\nno(_("Too late."))\nno("{who} has left.", who=a)\n'
    source += 'late = "Too late."\nno(late)\nLATE = phrase("Too late.")\nno(LATE)\n'
    assert [line for line, _why in faults(source)] == [1, 2, 3, 6]


# ── Said by exceptions ───────────────────────────────────────────────


def uncollected(source):
    """Exceptions of ours that are raised with a sentence which no catalog holds."""
    for part in ast.walk(ast.parse(source)):
        call = part.exc if isinstance(part, ast.Raise) else None
        if not isinstance(call, ast.Call) or not call.args or name_of(call) in KEPT | OPERATORS:
            continue
        words = isinstance(call.args[0], ast.JoinedStr) or isinstance(getattr(call.args[0], "value", None), str)
        if words and not hasattr(builtins, name_of(call)):
            yield name_of(call)


def test_what_an_exception_says_to_people_is_collected():
    wrong = {str(p.relative_to(CODE)): [*uncollected(p.read_text(encoding="utf-8"))] for p in CODE.rglob("*.py")}
    wrong = {path: names for path, names in wrong.items() if names}
    assert wrong == {"people/accounts.py": ["validation_error"]}, "the library's own texts, by their names"
    source = 'raise Unheard("Too late.")\nraise Unwanted("Too late.")\nraise ValueError("x")\n'
    assert [*uncollected(source)] == ["Unheard"], "the control"


# ── In pages ─────────────────────────────────────────────────────────

ANSWERS_A_DEVICE = "bookings/views/door.py"  # in JSON: a form and its page are of another tap


def catches(source):
    """Lines of a page that catch a rule's no themselves: `acting` and `saving` let refusals beyond a limit go on."""
    for part in ast.walk(ast.parse(source)):
        caught = part.type if isinstance(part, ast.ExceptHandler) else None
        names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
        if any(isinstance(name, ast.Name) and name.id == "Refused" for name in names):
            yield part.lineno


def test_pages_leave_refusals_to_acting_and_saving():
    pages = [path for path in sorted(CODE.rglob("*.py")) if "views" in path.parts or path.name == "views.py"]
    wrong = {str(path.relative_to(CODE)): [*catches(path.read_text(encoding="utf-8"))] for path in pages}
    assert {path: lines for path, lines in wrong.items() if lines and path != ANSWERS_A_DEVICE} == {}
    assert wrong[ANSWERS_A_DEVICE], "the control: what catches is noticed"
