import re
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Contact, Employer
from guildhall.engagements.actions.asking import Plan
from guildhall.engagements.forms.engagements import choosable
from guildhall.engagements.forms.months import MonthsField
from guildhall.engagements.models import ContactLimit
from guildhall.engagements.models.engagements import kinds
from guildhall.lib import clock
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm
from guildhall.ui.naming import NamedField


class AskForm(PlainForm):
    """What we are going to ask, when, by which way, of whom."""

    purpose = forms.CharField(
        label=_("What is it about?"), max_length=200, help_text=_("The other institutions read it before they ask too.")
    )
    kind = forms.ChoiceField(label=_("By which way?"), widget=forms.RadioSelect)
    planned_on = DayField(label=_("On which day?"), back=0, ahead=1)
    contacts = forms.ModelMultipleChoiceField(
        label=_("Whom?"), queryset=Contact.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, employer: Employer, **kwargs: Any) -> None:
        kwargs["initial"] = {"kind": "call", "planned_on": clock.today()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        usable = [(slug, label) for slug, label in choosable() if kinds()[slug].touches]
        self.fields["kind"].choices = usable  # type: ignore[attr-defined]
        self.fields["contacts"].queryset = employer.contacts.current()  # type: ignore[attr-defined]

    def plan(self) -> Plan:
        """What was typed, as the action takes it."""
        values = self.cleaned_data
        return Plan(values["kind"], values["planned_on"], values["purpose"], tuple(values["contacts"]))


class DayForm(VersionedForm):
    """Another day for an ask."""

    planned_on = DayField(label=_("New day"), back=0, ahead=1)


class LimitForm(VersionedForm):
    """What an employer told us about being contacted."""

    contact = NamedField(
        label=_("Who?"), queryset=Contact.objects.none(), required=False, empty_label=_("the whole employer")
    )
    most = forms.IntegerField(
        label=_("How often at most?"), required=False, min_value=0, max_value=50, help_text=_("0 means not at all.")
    )
    days = forms.IntegerField(label=_("In how many days?"), required=False, min_value=1, max_value=366, initial=30)
    paused_from = DayField(label=_("Quiet from"), required=False)
    paused_until = DayField(label=_("Quiet until"), required=False, ahead=10)
    quiet_months = MonthsField(label=_("Quiet every year in"), required=False)
    channel = forms.ChoiceField(label=_("Preferably"), choices=ContactLimit.Channel.choices, required=False)
    said = forms.CharField(label=_("Who told us, and how?"), max_length=200)

    def __init__(self, *args: Any, employer: Employer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].offer(employer.contacts.current())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("paused_from"), values.get("paused_until")
        if first and last and last < first:
            self.add_error("paused_until", translated("The quiet time ends before it begins."))
        return values


class HoldForm(PlainForm):
    """A conversation under way."""

    about = forms.CharField(label=_("What are you talking about?"), max_length=200)
    until = DayField(label=_("Until when?"), back=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"until": clock.today() + timedelta(14)} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class KindForm(VersionedForm):
    """One kind of engagement in the region's list."""

    ICONS = [
        ("meeting", _("Meeting")),
        ("visit", _("Place")),
        ("call", _("Telephone")),
        ("email", _("Letter")),
        ("event", _("Calendar")),
        ("people", _("People")),
        ("opportunities", _("Work")),
        ("file", _("Paper")),
    ]

    label = forms.CharField(label=_("What it is called"), max_length=40)
    icon = forms.ChoiceField(label=_("Mark"), choices=ICONS)
    touches = forms.BooleanField(label=_("Counts as a contact when we begin it"), required=False)
    position = forms.IntegerField(label=_("Place in the list"), min_value=1, max_value=999, initial=50)

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"].strip()
        if not re.search(r"\w", label):
            raise forms.ValidationError(translated("Give it a name that people recognize."))
        return label
