"""Who acts, zone, language, address and transactions of requests are set in guildhall/context alone (DESIGN §10.17)."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from procrastinate.contrib.django import app

from guildhall.context.commands import InContext
from tests.architecture.sources import CODE, modules, short, tree

# What only the context calls: the attribute, and whose it is. "*" stands for whatever it is called on.
ONLY_THERE = {
    ("timezone", "activate"), ("timezone", "override"), ("timezone", "deactivate"),
    ("translation", "activate"), ("translation", "override"), ("translation", "deactivate"),
    ("translation", "deactivate_all"), ("clock", "in_zone"), ("clock", "set_zone"), ("*", "tell_context"),
}  # fmt: skip
# What only the context speaks of: the client's address, the settings of a transaction, whole requests in one.
WORDS = re.compile(
    r"REMOTE_ADDR|X[-_]FORWARDED[-_]FOR|\bset_config\b|guildhall\.(person|visitor|keeper|reason|request)\b"
    r"|ATOMIC_REQUESTS|\bSET (LOCAL )?(ROLE|TIME ZONE)\b",
    re.I,
)
SPOKEN_OF = {
    ("guildhall/project/settings.py", "ATOMIC_REQUESTS"): "switched off",
    ("guildhall/project/dumps.py", "set_config"): "words in the dump of a newer server",
}
# Where a transaction is opened: in what acts. Views, jobs, middleware and commands do not.
OPENS = ("actions", "actions.py", "sealing.py", "queue", "context", "demo")


def set_elsewhere(code: ast.AST) -> list[tuple[int, str]]:
    """Calls and imports of what only the context may set."""
    names = {name for owner, name in ONLY_THERE if owner in ("timezone", "translation")}
    found = []
    for node in ast.walk(code):
        if isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            if (owner, node.attr) in ONLY_THERE or ("*", node.attr) in ONLY_THERE:
                found.append((node.lineno, f"{owner}.{node.attr}"))
        elif isinstance(node, ast.ImportFrom) and node.module in ("django.utils.timezone", "django.utils.translation"):
            found += [(node.lineno, one.name) for one in node.names if one.name in names]
    return found


def spoken_of(code: ast.AST) -> list[tuple[int, str]]:
    """Words in strings and names of settings that only the context may use; docstrings may explain."""
    texts = {id(n.value) for n in ast.walk(code) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
    found = []
    for node in ast.walk(code):
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)) and id(node) not in texts:
            text = node.value if isinstance(node.value, str) else node.value.decode(errors="ignore")
            if match := WORDS.search(text):
                found.append((node.lineno, match.group(0)))
    return found


def transactions(code: ast.AST) -> list[int]:
    """Lines that open a transaction."""
    return [n.lineno for n in ast.walk(code) if isinstance(n, ast.Attribute) and n.attr in ("atomic", "set_autocommit")]


def _elsewhere() -> list[Path]:
    return [path for path in modules() if path.relative_to(CODE).parts[0] != "context"]


def test_nothing_else_sets_zone_language_or_person():
    wrong = [f"{short(p)}:{n} {what}" for p in _elsewhere() for n, what in set_elsewhere(tree(p))]
    assert not wrong, "Only guildhall/context sets these; enter it instead:\n" + "\n".join(wrong)


def test_nothing_else_reads_the_address_or_tells_the_database():
    wrong = [
        f"{short(p)}:{n} {what}"
        for p in _elsewhere()
        for n, what in spoken_of(tree(p))
        if (short(p), what) not in SPOKEN_OF
    ]
    assert not wrong, "Only guildhall/context speaks of these:\n" + "\n".join(wrong)


def test_transactions_are_opened_where_something_acts():
    """A page, a job, a command and a middleware go through the context."""
    wrong = [
        f"{short(p)}:{n}"
        for p in modules()
        if not set(OPENS) & set(p.relative_to(CODE).parts)
        for n in transactions(tree(p))
    ]
    assert not wrong, "Only actions open transactions, and the context for a whole request:\n" + "\n".join(wrong)
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is False


def test_they_would_be_noticed():
    code = ast.parse(
        "from django.utils import timezone, translation\n"
        "from django.utils.translation import override\n"
        "timezone.activate('UTC')\n"
        "with translation.override('es'): pass\n"
        "address = request.META['REMOTE_ADDR']\n"
        "cursor.execute(\"SELECT set_config('guildhall.person', %s, true)\")\n"
        "with transaction.atomic(): pass\n"
    )
    assert {n for n, _what in set_elsewhere(code)} == {2, 3, 4}
    assert {n for n, _what in spoken_of(code)} == {5, 6}
    assert transactions(code) == [7]


def test_every_job_goes_through_the_context():
    """`guildhall.queue.job` alone makes jobs; procrastinate's own decorator would forget the context."""
    wrong = []
    for path in modules():
        if path.relative_to(CODE).parts[0] != "queue":
            wrong += [
                f"{short(path)}:{n.lineno}"
                for n in ast.walk(tree(path))
                if isinstance(n, ast.Attribute) and n.attr in ("task", "periodic")
            ]
    assert not wrong, "Use guildhall.queue.job:\n" + "\n".join(wrong)
    for path in CODE.glob("*/jobs.py"):
        import_module(f"guildhall.{path.parent.name}.jobs")
    ours = {
        name: task for name, task in app.tasks.items() if not name.startswith(("procrastinate", "builtin", "queue."))
    }
    assert len(ours) > 8
    assert not [name for name, task in ours.items() if task.func.__code__.co_name != "in_context"]


@pytest.mark.parametrize("path", sorted(CODE.glob("*/management/commands/[a-z]*.py")), ids=lambda p: p.stem)
def test_every_command_goes_through_the_context(path):
    if path.stem == "makemessages":
        return  # collects words from the sources, and knows no database
    command = load_command_class(get_commands()[path.stem], path.stem)
    assert isinstance(command, InContext), f"{short(path)}: derive it from guildhall.context.commands.InContext"
