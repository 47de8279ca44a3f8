"""What the list of prospects is filtered by, and what many of them are to become."""

from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.employers.forms.bulk import OwnerChoiceForm
from guildhall.employers.forms.lists import ListForm
from guildhall.prospects.actions.bulk import Wanted
from guildhall.prospects.models import Prospect
from guildhall.ui.naming import NameChoiceField


class CrmFilterForm(ListForm):
    """The filters of the list of prospects."""

    view = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    q = forms.CharField(label=_("Name, place, contact or website"), required=False, max_length=200)
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("Any")), *Prospect.Stage.choices])
    owner = NameChoiceField(label=_("Owner"), required=False)
    holder = forms.ChoiceField(label=_("Developed by"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    due = forms.ChoiceField(
        label=_("Next step"),
        required=False,
        choices=[
            ("", _("Any time")),
            ("late", _("Overdue")),
            ("soon", _("In the next 7 days")),
            ("none", _("No day set")),
        ],
    )
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[
            ("", _("Latest in its stage")),
            ("oldest", _("Longest in its stage")),
            ("name", _("Employer")),
            ("due", _("Next step first")),
            ("owner", _("Owner")),
        ],
    )

    def __init__(self, *args: Any, owners: Any, holders: Any, tags: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = [("", _("Anybody")), ("me", _("Mine")), ("none", _("No owner"))]
        choices = {
            "owner": [*everybody, *((str(one.pk), str(one)) for one in owners)],
            "holder": [("", _("Anybody")), *((str(one.pk), str(one)) for one in holders)],
            "tag": [("", _("Any")), *((tag, tag) for tag in tags)],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def chips(self) -> list[dict[str, str]]:
        """The filters that are set, but for the view, which is a tab."""
        return [chip for chip in super().chips() if chip["name"] != "view"]


class CrmBulkForm(OwnerChoiceForm):
    """Stage and owner of many prospects."""

    stage = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=[("", _("stays as it is")), *(c for c in Prospect.Stage.choices if c[0] != "promoted")],
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Needed for parking and declining.")
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("stage") in ("parked", "declined") and not values.get("reason", "").strip():
            self.add_error("reason", translated("Say why, so that whoever finds it later understands."))
        if not self.errors and not (values["owner"] or values["stage"]):
            raise forms.ValidationError(translated("Say what is to change: the stage, or the owner."))
        return values

    def wanted(self) -> Wanted:
        """What was chosen, as the action takes it."""
        values = self.cleaned_data
        return Wanted(values["stage"], values["reason"], self.owner_wanted, self.sets_owner)
