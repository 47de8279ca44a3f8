from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.lib.letters import plain
from guildhall.ui.asking import PlainForm


class SignedName(PlainForm):
    """The part of a form under which somebody signs: a name that is not theirs is asked about. A base class."""

    other_name = forms.BooleanField(label=_("This is my name as well, and I sign with it"), required=False)
    known_as = ""  # whoever signs, by the record; empty where it knows no name

    @property
    def asks_about_name(self) -> bool:
        """Whether the name that was typed is another one than the record has."""
        return bool(self["other_name"].value()) or self.has_error("name", "other")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        typed = values.get("name") or ""
        if typed and self.known_as and not values.get("other_name") and not is_name_of(typed, self.known_as):
            words = translated("The record has the name %s here. Put yours right, or tick below that it is yours.")
            self.add_error("name", forms.ValidationError(words % self.known_as, code="other"))
        return values


def is_name_of(typed: str, known: str) -> bool:
    """Whether a typed name has the first and the last word of a known one, whatever stands between them."""
    words, wanted = _words(typed), _words(known)
    return not wanted or {wanted[0], wanted[-1]} <= set(words)


def _words(name: str) -> list[str]:
    return plain(name).replace(".", " ").replace("-", " ").split()
