from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.employers.forms.lists import ListForm
from guildhall.opportunities.queries.places import point_of
from guildhall.opportunities.queries.searching import Wanted


class OpenSearchForm(ListForm):
    """What somebody looks for who does not sign in: words, and a place to be near."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    zip = forms.CharField(label=_("Near ZIP code"), required=False, max_length=10)

    def wanted(self) -> Wanted:
        """What was asked for, as the search takes it."""
        self.is_valid()
        values: dict[str, Any] = self.cleaned_data
        near = point_of(values["zip"]) if values.get("zip") else None
        self.unknown_zip = bool(values.get("zip")) and near is None
        return Wanted(q=values.get("q", ""), near=near, sort="near" if near else "")
