from typing import Any

from django import forms
from django.utils.dates import MONTHS


class MonthsField(forms.TypedMultipleChoiceField):
    """Months of every year, each with its tick."""

    def __init__(self, **more: Any) -> None:
        super().__init__(coerce=int, choices=list(MONTHS.items()), widget=forms.CheckboxSelectMultiple, **more)
