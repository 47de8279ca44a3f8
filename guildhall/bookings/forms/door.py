"""Small forms at the door of an event."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.bookings.models.attending import MOST_WALK_INS
from guildhall.bookings.models.bookings import CODE_LENGTH
from guildhall.bookings.queries.attendance import places_to_count
from guildhall.people.models import Institution
from guildhall.ui.asking import PlainForm


class CodeForm(PlainForm):
    """The code that somebody shows."""

    code = forms.CharField(
        label=_("Code"), max_length=CODE_LENGTH + 4,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip


class CountForm(PlainForm):
    """How many came without booking, and from where."""

    people = forms.IntegerField(label=_("How many?"), min_value=1, max_value=MOST_WALK_INS, initial=1)
    institution = forms.ModelChoiceField(
        label=_("From"), queryset=Institution.objects.none(), required=False, empty_label=_("not said")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = places_to_count()  # type: ignore[attr-defined]
