"""Fields that know what others have typed: words with suggestions, and states.

Without script a field of words is typed with commas; `static/guildhall/typing.js` offers what is known while somebody
types. What comes is written as it is known, so that one theme does not fall apart into three.
"""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from guildhall.lib.states import STATES


def knowing(url_name: str, *, many: bool = False) -> forms.TextInput:
    """A text field that suggests what an address knows, for one word or for many with commas."""
    attrs = {"data-known": reverse_lazy(url_name), "autocomplete": "off"}
    return forms.TextInput(attrs=attrs | ({"data-many": "1"} if many else {}))


class StateField(forms.ChoiceField):
    """One of the states; what a record says already, and is none of them, can stay."""

    def __init__(self, **more: Any) -> None:
        choices = [("", _("none")), *((code, f"{name} ({code})") for code, name in STATES.items())]
        super().__init__(choices=choices, **more)

    def keep(self, code: str) -> None:
        """Let a value stay that a list brought."""
        if code and code not in STATES:
            self.choices = [*self.choices, (code, code)]
