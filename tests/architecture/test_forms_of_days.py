"""Days are written out as people in the United States do, month first: by the forms of `ui.dates` and no other."""

import ast
import re
from calendar import month_name
from collections.abc import Iterator

import pytest

from guildhall.ui.dates import FOR_MACHINES, FORMS
from tests.architecture.sources import modules, short, templates, tree

KNOWN = FORMS.keys() | FOR_MACHINES
MONTHS = "|".join(f"{name}|{name[:3]}" for name in month_name[1:])
DAY_FIRST = re.compile(rf"\b[0-3]?\d[ \u00a0](?:{MONTHS})\b")
FILTER = re.compile(r"""\|(?:date|moment):(?:_\()?("[^"]*"|'[^']*'|[^ }%|]+)""")
BARE = re.compile(r"\{\{ *(?!way_on)[\w.]+_on *\}\}")
# Other people's files may have any form.
READERS = {"guildhall/imports/kinds/participations.py", "guildhall/imports/cleaners.py", "guildhall/ui/dates.py"}


def offences(source: str) -> Iterator[str]:
    """What in a template writes a day in a form of its own, or bare."""
    for found in FILTER.findall(source):
        if found.strip("\"'") not in KNOWN:
            yield found
    yield from BARE.findall(source)
    yield from (m.group() for m in DAY_FIRST.finditer(source))


def offences_in_code(parsed: ast.Module) -> Iterator[str]:
    """What in a module names a form that is not on the list, or spells a day day first."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (m.group() for m in DAY_FIRST.finditer(node.value))
        if isinstance(node, ast.Call):
            yield from _of_call(node)


def _of_call(node: ast.Call) -> Iterator[str]:
    name = ast.unparse(node.func).rpartition(".")[2]
    if name in ("in_words", "in_words_lazy", "long_moment") and len(node.args) == 2:
        form = node.args[1]
        if isinstance(form, ast.Constant) and isinstance(form.value, str) and form.value not in KNOWN:
            yield form.value


def test_templates_write_days_by_the_forms_of_the_list():
    assert {short(p): found for p in templates() if (found := list(offences(p.read_text())))} == {}


def test_code_writes_days_by_the_forms_of_the_list():
    found = {short(p): set(offences_in_code(tree(p))) for p in modules() if short(p) not in READERS}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("planted", "caught"),
    [
        ('{{ day|date:"j F Y" }}', True),
        ("{{ day|date:'D j M' }}", True),
        ('{{ date|date:_("l j F")|capfirst }}', True),
        ('{{ at|moment:"j M Y" }}', True),
        ("{{ row.due_on }}", True),
        ("<p>Before Fri 4 Dec.</p>", True),
        (
            '{{ day|date:"full" }} {{ day|date:"Y-m-d" }} {{ day|date:\'c\' }} {{ at|moment }} {{ row.due_on|day }}',
            False,
        ),
        ("<p>Before Fri, Dec 4. 14 Marketing</p>", False),
    ],
)
def test_what_is_planted_in_a_template_is_caught(planted, caught):
    assert bool(list(offences(planted))) is caught


@pytest.mark.parametrize(
    ("planted", "caught"),
    [
        ("words = in_words(row.day, 'j F Y')", True),
        ("words = dates.in_words(row.day, 'D j M')", True),
        ("words = 'until 30 June'", True),
        ("words = in_words(row.day, 'full') + _('until June 30')", False),
    ],
)
def test_what_is_planted_in_code_is_caught(planted, caught):
    assert bool(list(offences_in_code(ast.parse(planted)))) is caught
