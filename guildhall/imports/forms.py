from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.imports.models import Batch
from guildhall.people.models import Institution


class BringForm(forms.Form):
    """A list to bring."""

    file = forms.FileField(
        label=_("The list"), help_text=_("CSV or XLSX, at most 100 MB, 300,000 rows and 200 columns.")
    )
    kind = forms.ChoiceField(
        label=_("What is in it?"), choices=Batch.Kind.choices, widget=forms.RadioSelect, initial="employers"
    )
    entering = forms.ChoiceField(
        label=_("How do they come in?"), choices=Batch.Entering.choices, widget=forms.RadioSelect, initial="prospects"
    )
    institution = forms.ModelChoiceField(label=_("For"), queryset=Institution.objects.none(), empty_label=None)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """Which column of a sheet holds what."""

    def __init__(self, *args: Any, batch: Batch, sheet: dict[str, Any], fields: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"s{batch.headers.index(sheet)}", **kwargs)
        choices = [("", _("not in this list")), *((str(n), cell) for n, cell in enumerate(sheet["cells"]))]
        chosen = batch.columns.get(sheet["name"] or "", {})
        for field in fields:
            at = chosen.get(field.key)
            self.fields[field.key] = forms.ChoiceField(
                label=field.label,
                choices=choices,
                required=False,
                initial="" if at is None else str(at),
                help_text=field.hint,
            )

    def columns(self) -> dict[str, int]:
        """Field to column, for what was chosen."""
        return {key: int(value) for key, value in self.cleaned_data.items() if value != ""}
