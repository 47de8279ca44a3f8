"""What lists are filtered by, and how a filter is kept and an export leaves."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from guildhall.employers.industries import SECTORS
from guildhall.employers.models.places import MailTopic
from guildhall.ui.asking import PlainForm

LISTS = ("employers", "contacts", "crm-list", "opportunities")  # whose filters are kept, by address


class ListForm(PlainForm):
    """The filters of a list; anything unknown in the address filters nothing."""

    def values(self) -> dict[str, str]:
        """The filters that make sense; an odd value in the address is left out."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}

    @property
    def too_long(self) -> str:
        """A filter that was typed too long to be looked for; without it, everything would seem to fit."""
        texts = [name for name, field in self.fields.items() if type(field) is forms.CharField]
        return next((str(self.fields[name].label) for name in texts if name in self.errors), "")

    def chips(self) -> list[dict[str, str]]:
        """The filters that are set, but for the search itself and the order, each in words."""
        chips = []
        for name, value in self.values().items():
            if value and name not in ("sort", "q"):
                field: Any = self.fields[name]
                words = dict(getattr(field, "choices", [])).get(value, value)
                chips.append({"name": name, "label": f"{field.label}: {words}"})
        return chips


class ContactFilterForm(ListForm):
    """The filters of the list of contacts."""

    q = forms.CharField(label=_("Name or employer"), required=False, max_length=200)
    position = forms.CharField(label=_("Position"), required=False, max_length=120)
    place = forms.CharField(label=_("Place"), required=False, max_length=120)
    industry = forms.ChoiceField(label=_("Industry"), required=False, choices=[("", _("Any")), *SECTORS.items()])
    standing = forms.ChoiceField(
        label=_("Now or former"),
        required=False,
        choices=[
            ("", _("There now")),
            ("returned", _("There now, and e-mail came back")),
            ("former", _("Former")),
            ("all", _("There now or former")),
        ],
    )
    agreed = forms.ChoiceField(
        label=_("Agreed to"),
        required=False,
        choices=[
            ("", _("Anything or nothing")),
            ("email", _("Students see the e-mail")),
            ("phone", _("Students see the telephone")),
            *((value, format_lazy("{} {}", _("Mail about"), words)) for value, words in MailTopic.choices),
        ],
    )
    guarded = forms.ChoiceField(
        label=_("Ask first"),
        required=False,
        choices=[("", _("Everybody")), ("yes", _("Protected: ask first")), ("no", _("Not protected"))],
    )
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[("", _("Last name")), ("employer", _("Employer")), ("newest", _("Newest first"))],
    )


class SaveFilterForm(PlainForm):
    """A name for the present filter of a list."""

    name = forms.CharField(label=_("Name of the filter"), max_length=60)
    query = forms.CharField(widget=forms.HiddenInput, max_length=500, required=False)
    page = forms.ChoiceField(widget=forms.HiddenInput, choices=[(name, name) for name in LISTS], required=False)


class ExportForm(PlainForm):
    """How an export leaves."""

    form = forms.ChoiceField(choices=[("csv", "CSV"), ("xlsx", "XLSX")])
    addresses = forms.BooleanField(required=False)
    why = forms.CharField(required=False, max_length=300)
