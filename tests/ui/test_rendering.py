"""Controls that are written out are those that Django draws."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from guildhall.ui import rendering
from guildhall.ui.asking import PlainForm

NASTY = "\"><script>alert(1)</script>&'"


class _Form(PlainForm):
    line = forms.CharField(widget=forms.TextInput(attrs={"placeholder": NASTY, "data-on": True, "data-off": False}))
    number = forms.IntegerField(min_value=1, initial=0)
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    hidden = forms.CharField(widget=forms.HiddenInput)
    mail = forms.EmailField(required=False)
    tick = forms.BooleanField(initial=True)
    kind = forms.ChoiceField(choices=[("", _("Any")), (NASTY, NASTY), (3, mark_safe("<b>bold</b>"))], initial=3)
    grouped = forms.ChoiceField(choices=[("", "-"), (NASTY, [("a", "A"), ("b", "B")]), (_("Other"), [("c", "C")])])
    many = forms.MultipleChoiceField(choices=[(1, "1"), (2, "2")], initial=[1, 2], widget=forms.SelectMultiple)


def drawn(name, renderer, **more):
    form = _Form(**more)
    form.renderer = renderer
    return form[name].as_widget(attrs={"class": "input", "aria-describedby": NASTY})


@pytest.mark.parametrize("name", _Form.base_fields)
@pytest.mark.parametrize(
    "data", [None, {}, {"line": NASTY, "number": "x", "kind": NASTY, "grouped": "b", "hidden": ""}]
)
def test_the_same_as_django(name, data):
    ours, theirs = drawn(name, rendering.Renderer(), data=data), drawn(name, DjangoTemplates(), data=data)
    assert ours == theirs
    assert "<script" not in ours


def test_what_is_not_escaped_would_show(monkeypatch):
    """The control."""
    monkeypatch.setattr(rendering, "_escaped", str)
    assert "<script" in drawn("kind", rendering.Renderer())
