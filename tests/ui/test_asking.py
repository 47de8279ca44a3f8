"""What a form says in its own words, and that no form falls back to the framework's."""

import ast

from django import forms

from guildhall.ui.asking import PlainForm
from guildhall.ui.templatetags.ui import errors_of
from tests.architecture.sources import modules, short, tree


class _Form(PlainForm):
    day = forms.DateField(label="By when?")
    number = forms.IntegerField(label="Staff", min_value=1, max_value=3000)
    least = forms.IntegerField(label="Seats", min_value=1)
    site = forms.URLField(label="Website", assume_scheme="https")
    mail = forms.EmailField(label="E-mail")
    line = forms.CharField(label="In one line", max_length=5)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")])
    own = forms.CharField(label="Why?", error_messages={"required": "Say why."})


def test_what_is_missing_is_named():
    said = {name: found[0] for name, found in _Form({}).errors.items()}
    assert said["day"] == "This question needs an answer: By when?"
    assert said["kind"] == "Choose: Kind."
    assert said["own"] == "Say why.", "a field that has a sentence keeps it"
    assert not [words for words in said.values() if "required" in words]


def test_what_is_wrong_is_told_with_the_way_to_write_it():
    wrong = {"day": "soon", "number": "0", "least": "0", "site": "x y", "mail": "x", "line": "too long", "kind": "b"}
    said = {name: found[0] for name, found in _Form(wrong).errors.items()}
    assert said["day"] == "This is not a date: write it like 11/22/2026, or pick one."
    assert said["number"] == "Write a number from 1 to 3,000."
    assert said["least"] == "Write 1 or more."
    assert said["site"].startswith("This is not a web address")
    assert said["mail"].startswith("This is not an e-mail address")
    assert said["line"] == "At most 5 letters fit here. Shorten it."
    assert said["kind"].startswith("This choice is not open here")
    many = _Form(wrong | {"number": "many"}).errors["number"]
    assert many == ["This is not a whole number: write it in digits, such as 12."]


def test_the_summary_names_a_field_once():
    """And a label that is a question keeps its own mark."""
    told = [(label, words) for _target, label, words in errors_of(_Form({"day": "soon", "number": "0"}))]
    assert ("By when?", "This is not a date: write it like 11/22/2026, or pick one.") in told
    assert ("", "Fill in: In one line.") in told


def test_every_form_is_made_of_it():
    """A form made of the framework's own would speak in its sentences."""
    found = [
        f"{short(path)}: {node.name}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "forms.Form" for base in node.bases)
    ]
    assert found == ["guildhall/ui/asking.py: PlainForm"]


# ── One line ─────────────────────────────────────────────────────────


class _Lines(PlainForm):
    name = forms.CharField(max_length=20)
    email = forms.CharField(widget=forms.EmailInput)
    text = forms.CharField(widget=forms.Textarea)
    password = forms.CharField(widget=forms.PasswordInput, strip=False)


def test_a_field_of_one_line_holds_one_line():
    values = {"name": "Ada\r\n\u2028Byron", "email": "a\nb", "text": "two\nlines", "password": " a\tb  c "}
    form = _Lines(values)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"name": "Ada Byron", "email": "a b", "text": "two\nlines", "password": " a\tb  c "}


def test_two_lines_are_noticed(monkeypatch):
    """The control."""
    monkeypatch.setattr("guildhall.ui.asking.one_line", lambda text: text)
    form = _Lines({"name": "Ada\nByron", "email": "a", "text": "t", "password": "p"})
    assert form.is_valid()
    assert "\n" in form.cleaned_data["name"]
