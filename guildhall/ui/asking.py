"""What every form says when it is not filled in as it needs to be: our own sentences, which name the field."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Input
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guildhall.lib.lines import one_line

UNNAMED = forms.ModelChoiceField(None).empty_label  # what the framework writes for "nothing chosen": dashes
CHOICES = (forms.ChoiceField, forms.ModelChoiceField)


class PlainForm(forms.Form):
    """The form that all others are made of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == UNNAMED:
                field.empty_label = gettext_lazy("Choose …")

    def full_clean(self) -> None:
        """Whatever a program sends, a field of one line holds one line."""
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and _of_one_line(field.widget):
                field.to_python = _in_one_line(type(field).to_python, field)  # type: ignore[method-assign]
        super().full_clean()

    def add_error(self, field: str | None, error: Any) -> None:
        """The framework's sentences become ours; what a field or a rule says itself stays as it is."""
        if field in self.fields and isinstance(error, ValidationError) and hasattr(error, "error_list"):
            at, label = self.fields[field], str(self[field].label).rstrip(".:… ")
            error = ValidationError([_in_our_words(at, label, one) for one in error.error_list])
        super().add_error(field, error)


def _of_one_line(widget: forms.Widget) -> bool:
    return isinstance(widget, Input) and not isinstance(widget, (forms.PasswordInput, forms.HiddenInput))


def _in_one_line(read: Callable[[Any, Any], Any], field: forms.Field) -> Callable[[Any], Any]:
    return lambda value: read(field, one_line(value) if isinstance(value, str) else value)


def _in_our_words(field: forms.Field, label: str, error: ValidationError) -> ValidationError:
    code = error.code or ""
    if field.error_messages.get(code) is not _usual(field).get(code):
        return error  # the field has a sentence of its own
    if code == "required":
        return ValidationError(_missing(field, label), code=code)
    words = _wrong(field, code, error.params or {})
    return ValidationError(words, code=code) if words else error


def _usual(field: forms.Field) -> dict[str, Any]:
    by_key: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        by_key |= getattr(kind, "default_error_messages", {})
    return by_key


def _missing(field: forms.Field, label: str) -> str:
    if label.endswith("?"):
        return _("This question needs an answer: %(question)s") % {"question": label}
    if isinstance(field, forms.BooleanField):
        words = _("Tick this to go on: %(field)s.")
    elif isinstance(field, (forms.FileField, *CHOICES)):
        words = _("Choose: %(field)s.")
    else:
        words = _("Fill in: %(field)s.")
    return words % {"field": label}


def _wrong(field: forms.Field, code: str, params: dict[str, Any]) -> str:
    if code in ("min_value", "max_value"):
        return _range(getattr(field, "min_value", None), getattr(field, "max_value", None))
    if code == "max_length":
        most = params.get("limit_value", params.get("max", 0))
        words = ngettext("At most %d letter fits here. Shorten it.", "At most %d letters fit here. Shorten it.", most)
        return words % most
    if code == "empty":
        return _("This file is empty. Choose another one.")
    if code in ("invalid_choice", "invalid_pk_value", "invalid_list"):
        return _("This choice is not open here. Choose another one.")
    return _unread(field) if code == "invalid" else ""


def _range(least: Any, most: Any) -> str:
    if least is not None and most is not None:
        return _("Write a number from %(least)s to %(most)s.") % {"least": f"{least:,}", "most": f"{most:,}"}
    if least is not None:
        return _("Write %(least)s or more.") % {"least": f"{least:,}"}
    return _("Write %(most)s or less.") % {"most": f"{most:,}"}


def _unread(field: forms.Field) -> str:
    for kind, words in (
        (forms.DateField, _("This is not a date: write it like 11/22/2026, or pick one.")),
        (forms.TimeField, _("This is not a time of day: write it like 14:30.")),
        (forms.DateTimeField, _("This is not a date with a time: write it like 11/22/2026 14:30, or pick one.")),
        (forms.DecimalField, _("This is not a number: write it in digits, such as 12.5.")),
        (forms.IntegerField, _("This is not a whole number: write it in digits, such as 12.")),
        (forms.EmailField, _("This is not an e-mail address: it looks like name@college.example.")),
        (forms.URLField, _("This is not a web address: it looks like https://college.example.")),
        (forms.FileField, _("This is not a file. Choose one.")),
    ):
        if isinstance(field, kind):
            return words
    return ""
