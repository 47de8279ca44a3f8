"""Sizes, docstrings, names and habits that keep the house readable (DESIGN §4, §6)."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import CODE, ROOT, app_of, apps, files_of_tests, functions, modules, short, tree

FILE, FUNCTION, VIEW = 300, 40, 25

# What may be longer than the house's sizes, each with its reason.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {
    "guildhall/prospects/actions/promoting.py:promote": "one act with everything that it records, in its order",
}
PUBLIC_HOMES = ("actions", "queries", "rules")

# `Model.objects` in a view without `visible_to`, each with the reason why nothing can leak.
OPEN_MODELS = {
    ("guildhall/people/views/setting_up.py", "Territory"): "whether it is set up at all",
    ("guildhall/people/views/sign_in.py", "Membership"): "the demo's public list of people",
    ("guildhall/employers/views/lists.py", "SavedFilter"): "one's own, by person",
    ("guildhall/engagements/views/calendars.py", "CalendarFeed"): "one's own, by person",
    ("guildhall/events/views/feeds.py", "EventFeed"): "one's own, by person",
    ("guildhall/engagements/views/copies.py", "CopyAddress"): "one's own, by person",
    ("guildhall/events/views/calendar.py", "Event"): "what the public may read",
    ("guildhall/opportunities/views/lists.py", "Alert"): "one's own, by person",
    ("guildhall/opportunities/views/searches.py", "KeptSearch"): "a student's own, by sign-in",
    ("guildhall/opportunities/views/entry.py", "SavedReason"): "those of the institution that looks after it",
    ("guildhall/opportunities/views/deciding.py", "SavedReason"): "the same",
    ("guildhall/opportunities/views/open_pages.py", "Opportunity"): "what the public may read",
    ("guildhall/opportunities/views/for_everybody.py", "Opportunity"): "the same",
    ("guildhall/prospects/views/adding.py", "JoinRequest"): "what one's own institutions asked, by institution",
}
SIGHT = {"visible_to", "shared_with", "restricted_to", "where", "open_to"}

# Words that say less than ours do (docs/vocabulary.md). Only Python names are held against them.
AVOIDED = {
    "company": "employer",
    "companies": "employers",
    "client": "employer",
    "organization": "employer or institution",
    "organisation": "employer or institution",
    "touchpoint": "engagement or touch",
    "lead_user": "contact",
    "vacancy": "opportunity",
    "blast": "mailing",
    "deal": "prospect",
    "pipeline": "prospect",
    "tenant": "institution",
}
# Where such a word is somebody else's: a library's name, a heading in other people's files, the demo's inventions.
FOREIGN = {
    ("guildhall/demo/", "company"),  # invented bodies that are no employers of the record yet
    ("guildhall/demo/", "companies"),
    ("guildhall/people/accounts.py", "client"),  # the name of a hook of django-allauth
    ("guildhall/imports/column_synonyms.py", "company"),  # headings of other people's files
}


def size(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function without its decorators and its docstring."""
    body = node.body
    first = body[1] if len(body) > 1 and ast.get_docstring(node) else body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def is_view(path: Path) -> bool:
    return "views" in path.parts or path.name == "views.py"


def test_files_are_short():
    """Those of the tests as well: a table that every app writes into is met by everybody who adds something."""
    long = {short(p): n for p in modules() + files_of_tests() if (n := len(p.read_text().splitlines())) > FILE}
    wrong = [f"{name}: {n} lines" for name, n in long.items() if name not in LONG_FILES]
    assert not wrong, f"More than {FILE} lines; split by noun:\n" + "\n".join(wrong)
    assert not set(LONG_FILES) - set(long), "Short again: take it off LONG_FILES"


def test_functions_are_short():
    wrong, seen = [], set()
    for path in modules():
        most = VIEW if is_view(path) else FUNCTION
        for node in functions(path):
            if (n := size(node)) > most:
                name = f"{short(path)}:{node.name}"
                seen.add(name)
                wrong += (
                    [f"{name}, line {node.lineno}: {n} lines, at most {most}"] if name not in LONG_FUNCTIONS else []
                )
    assert not wrong, "\n".join(wrong)
    assert not set(LONG_FUNCTIONS) - seen, f"Short again: {set(LONG_FUNCTIONS) - seen}"


def test_a_long_function_is_found():
    lines = "\n".join("    x = 1" for _ in range(41))
    assert size(ast.parse(f"def f():\n{lines}\n").body[0]) == 41


def unguarded(code: ast.AST) -> list[tuple[int, str]]:
    """Uses of `Model.objects` whose statement speaks of nobody's sight."""
    found = []
    for statement in _statements(code):
        names = {n.attr for n in ast.walk(statement) if isinstance(n, ast.Attribute)}
        if names & SIGHT:
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Attribute) and node.attr == "objects" and isinstance(node.value, ast.Name):
                found.append((node.lineno, node.value.id))
    return found


def _statements(code: ast.AST) -> list[ast.stmt]:
    """The simple statements, and the heads of compound ones."""
    found: list[ast.stmt] = []
    for node in ast.walk(code):
        if isinstance(node, ast.stmt) and not hasattr(node, "body"):
            found.append(node)
        elif isinstance(node, (ast.If, ast.While)):
            found.append(ast.Expr(node.test))
        elif isinstance(node, ast.For):
            found.append(ast.Expr(node.iter))
    return found


def test_views_fetch_through_visible_to():
    wrong, used = [], set()
    for path in filter(is_view, modules()):
        for line, model in unguarded(tree(path)):
            used.add((short(path), model))
            if not OPEN_MODELS.get((short(path), model)):
                wrong.append(f"{short(path)}:{line} {model}.objects without visible_to")
    assert not wrong, "\n".join(wrong)
    stale = {k for k, why in OPEN_MODELS.items() if why} - used
    assert not stale, f"Guarded now: take them off OPEN_MODELS: {stale}"


def test_an_unguarded_fetch_is_found():
    assert unguarded(ast.parse("def v(r):\n    return list(Employer.objects.all())\n")) == [(2, "Employer")]
    assert not unguarded(ast.parse("def v(r):\n    return Employer.objects.visible_to(r.user)\n"))


def _home(path: Path) -> bool:
    parts = path.relative_to(CODE).parts
    return len(parts) > 1 and (parts[1] in PUBLIC_HOMES or Path(parts[1]).stem in PUBLIC_HOMES)


def test_actions_rules_and_queries_say_what_they_do():
    wrong = []
    for path in filter(_home, modules()):
        for node in tree(path).body:
            public = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                wrong.append(f"{short(path)}:{node.lineno} {node.name}")
    assert not wrong, "No docstring:\n" + "\n".join(wrong)


def test_rules_begin_with_can():
    """Rules ask one question each; what they lean on is private or a fact about a record."""
    wrong = []
    for path in CODE.glob("*/rules.py"):
        for node in tree(path).body:
            asks = isinstance(node, ast.FunctionDef) and "Verdict" in ast.dump(node.returns or ast.Pass())
            if asks and not node.name.startswith(("can_", "is_", "lacks_", "may_")):
                wrong.append(f"{short(path)}:{node.lineno} {node.name}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("app", [a for a in apps() if a not in {"locale"}])
def test_every_app_says_what_it_is(app):
    readme = CODE / app / "README.md"
    assert readme.exists(), (
        f"Write {short(readme)}: what it is in the users' words, invariants, requirements; 10–15 lines"
    )
    assert len(readme.read_text().splitlines()) <= 20, f"{short(readme)} is for one glance: at most 20 lines"


def names_in(code: ast.AST) -> set[tuple[int, str]]:
    """The names that a file gives: classes, functions, arguments, fields and variables."""
    found = set()
    for node in ast.walk(code):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            found.add((node.lineno, node.name))
        elif isinstance(node, ast.arg):
            found.add((node.lineno, node.arg))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add((node.lineno, node.id))
    return found


def avoided_words(name: str) -> list[str]:
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    plain = "_".join(w.lower() for w in words)
    return [bad for bad in AVOIDED if re.search(rf"(^|_){bad}(_|$)", plain)]


def _is_foreign(path: Path, word: str) -> bool:
    return any(short(path).startswith(where) and what in ("*", word) for where, what in FOREIGN)


def test_one_word_per_concept():
    wrong = []
    for path in modules():
        for line, name in sorted(names_in(tree(path))):
            wrong += [
                f"{short(path)}:{line} {name}: say {AVOIDED[w]}"
                for w in avoided_words(name)
                if not _is_foreign(path, w)
            ]
    assert not wrong, "\n".join(wrong)


def test_an_avoided_word_is_found():
    assert avoided_words("CompanyName") == ["company"]
    assert avoided_words("accompanying") == []


def test_settings_are_described_for_operators():
    settings = (CODE / "project" / "settings.py").read_text()
    known = set(re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"", settings))
    assert known, "no settings were found: the expression above is out of date"
    page = ROOT / "docs" / "operating.md"
    assert page.exists(), f"Write docs/operating.md; it describes {', '.join(sorted(known))}"
    missing = sorted(name for name in known if name not in page.read_text())
    assert not missing, f"docs/operating.md does not describe {', '.join(missing)}"


def test_models_have_no_save_and_no_signals():
    """What happens on a write stands in its action (DESIGN decision 10)."""
    wrong = []
    for path in modules():
        if "models" in short(path):
            wrong += [f"{short(path)}:{f.lineno} {f.name}" for f in functions(path) if f.name in ("save", "delete")]
        if app_of(path) != "project" and re.search(
            r"\b(post_save|pre_save|post_delete|pre_delete|m2m_changed)\b", path.read_text()
        ):
            wrong.append(f"{short(path)}: signals")
    assert not wrong, "\n".join(wrong)
