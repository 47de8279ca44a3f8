from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.ui.editing import VersionedForm


class TelephoneForm(VersionedForm):
    """By which telephone an institution reaches a student."""

    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
