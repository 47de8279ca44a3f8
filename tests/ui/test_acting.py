"""A refusal says why, and leads to where somebody gets what they lack."""

import ast
from pathlib import Path

from guildhall.lib.ids import new_id
from guildhall.lib.verdicts import no
from guildhall.ui.acting import WAYS, refusal

CODE = Path(__file__).resolve().parents[2] / "guildhall"


def test_a_refusal_carries_its_clause_and_the_way_on():
    employer = new_id()
    words = refusal(no("Ask <first>.", clause="2.4", way="liaison-ask", at=employer))
    assert words.startswith("Ask &lt;first&gt;. (2.4) <a href=") and f"/employers/{employer}/ask-first/" in words
    assert refusal(no("Too late.")) == "Too late.", "the control: nothing leads anywhere"


def test_every_way_on_has_a_name():
    calls = (part for path in CODE.rglob("*.py") for part in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    used = {
        word.value.value
        for call in calls
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "no"
        for word in call.keywords
        if word.arg == "way"
    }
    assert used and used <= WAYS.keys()
