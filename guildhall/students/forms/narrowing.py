"""Which students a list to tick shows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.pathways.models import Program
from guildhall.ui.asking import PlainForm


class NarrowForm(PlainForm):
    """Which students are listed."""

    q = forms.CharField(label=_("Name or number"), required=False, max_length=100)
    program = forms.ModelChoiceField(
        label=_("Program of study"), queryset=Program.objects.none(), required=False, empty_label=_("every program")
    )
    grade = forms.CharField(label=_("Year or grade"), required=False, max_length=10)

    def __init__(self, *args: Any, programs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = programs  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """What is asked for; what cannot be read narrows nothing."""
        v = self.cleaned_data if self.is_valid() else {}
        return {"words": v.get("q", ""), "program": v.get("program"), "grade": v.get("grade", "")}
