"""Bringing a calendar: by file or by address."""

from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.people.models import Institution
from guildhall.ui.asking import PlainForm


class CalendarForm(PlainForm):
    """A file, or an address that is read every day."""

    institution = forms.ModelChoiceField(
        label=_("Whose calendar is it?"), queryset=Institution.objects.none(), empty_label=None
    )
    file = forms.FileField(label=_("A file (.ics)"), required=False)
    address = forms.CharField(
        label=_("Or an address to read every day"),
        required=False,
        max_length=500,
        help_text=_("It begins with https:// or webcal://, and everybody may read it."),
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("file")) == bool((values.get("address") or "").strip()) and not self.errors:
            self.add_error("file", translated("Choose a file, or write an address: one of the two."))
        return values
