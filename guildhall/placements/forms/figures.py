from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.people.models import Institution
from guildhall.placements.actions.attesting import Term
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm


class TermForm(PlainForm):
    """Which institution attests the figures of which period."""

    institution = forms.ModelChoiceField(label=_("Institution"), queryset=Institution.objects.none(), empty_label=None)
    first_on = DayField(label=_("From"), back=200)
    last_on = DayField(label=_("Until"), back=200)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=300, help_text=_("Such as what is known to be missing.")
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("last_on") and values["last_on"] >= clock.today():
            self.add_error("last_on", translated("It is attested once it has ended: until then its figures change."))
        return values

    def term(self) -> Term:
        """What was typed, as the action takes it."""
        return Term(self.cleaned_data["first_on"], self.cleaned_data["last_on"], self.cleaned_data["note"])


class WithdrawForm(VersionedForm):
    """Why an attestation is taken back."""

    reason = forms.CharField(label=_("Why do you withdraw it?"), max_length=300)


class DueTermForm(PlainForm):
    """A term that is to be attested, and until when."""

    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=Institution.objects.none(), empty_label=None,
        help_text=_("It holds for all below it as well."),
    )  # fmt: skip
    name = forms.CharField(label=_("Term"), max_length=60, help_text=_("Such as Fall 2026."))
    first_on = DayField(label=_("From"), back=5)
    last_on = DayField(label=_("Until"), back=5)
    due_on = DayField(label=_("To be attested until"), back=5)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = places  # type: ignore[attr-defined]
