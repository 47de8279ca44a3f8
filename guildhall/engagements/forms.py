from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Employer
from guildhall.engagements.actions import Happening
from guildhall.engagements.models import Engagement
from guildhall.lib import clock

KINDS = [choice for choice in Engagement.Kind.choices if choice[0] != Engagement.Kind.ACT]


class EngagementForm(forms.Form):
    """The quick log: what, when, with whom, in one line."""

    kind = forms.ChoiceField(label=_("What happened?"), choices=KINDS, widget=forms.RadioSelect)
    summary = forms.CharField(label=_("In one line"), max_length=200)
    happened_on = forms.DateField(label=_("When?"), widget=forms.DateInput(attrs={"type": "date"}))
    contact = forms.ModelChoiceField(
        label=_("With whom?"), queryset=None, required=False, empty_label=_("nobody in particular")
    )
    body = forms.CharField(
        label=_("What was said or promised?"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=4000
    )
    stays = forms.BooleanField(label=_("Keep this in the CRM after promotion"), required=False)

    def __init__(self, *args: Any, employer: Employer, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"kind": Engagement.Kind.CALL, "happened_on": clock.today()})
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = employer.contacts.current()  # type: ignore[attr-defined]
        if employer.posted_at:
            del self.fields["stays"]

    def happening(self) -> Happening:
        values = dict(self.cleaned_data)
        return Happening(
            kind=values["kind"],
            summary=values["summary"],
            happened_on=values["happened_on"],
            body=values["body"],
            contact=values["contact"],
            stays=values.get("stays", False),
        )
