"""Fields that several forms ask for in the same way."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FEWEST, MOST = 7, 15  # digits of a telephone number, without its extension
NUMBER = re.compile(r"[\d\s()+./\u2010-\u2013-]+")
EXTENSION = re.compile(r"(?i)\s*(?:,|;|#|ext\.?|extension|x)\s*\d{1,8}\s*$")


class PhoneField(forms.CharField):
    """A telephone number as people write it: seven digits or more, perhaps with an extension; kept as it was typed."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel"})
        super().__init__(**({"label": _("Telephone"), "max_length": 40, "required": False, "widget": widget} | more))

    def validate(self, value: str) -> None:
        super().validate(value)
        number = EXTENSION.sub("", value or "")
        digits = sum(sign.isdigit() for sign in number)
        if value and not (NUMBER.fullmatch(number) and FEWEST <= digits <= MOST):
            raise ValidationError(
                _("Write a telephone number of at least seven digits, such as (707) 555-0100 ext. 12.")
            )


class ZipField(forms.RegexField):
    """A ZIP code of the United States."""

    def __init__(self, **more: Any) -> None:
        wrong = {"invalid": _("A ZIP code has five digits, or five and four with a dash.")}
        details = {"label": _("ZIP code"), "required": False, "max_length": 10, "error_messages": wrong}
        super().__init__(r"^\d{5}(-\d{4})?$", **(details | more))
