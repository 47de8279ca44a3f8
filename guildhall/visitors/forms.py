from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.ui.asking import PlainForm


class AddressForm(PlainForm):
    """The address to which the e-mail goes that signs in."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class EnterForm(PlainForm):
    """Signing in by the button that a mailed link opens."""

    keep = forms.BooleanField(label=_("Keep me signed in on this device for 30 days"), required=False)


class CodeForm(EnterForm):
    """The mailed code, typed where it was asked for."""

    mail = forms.UUIDField(widget=forms.HiddenInput())
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits, from the e-mail."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    field_order = ["code", "keep"]
