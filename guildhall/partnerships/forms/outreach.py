"""A message to a stakeholder, and what is typed behind its link."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.partnerships.actions.outreach import Message
from guildhall.partnerships.forms.initiatives import words
from guildhall.partnerships.models import Outreach
from guildhall.ui.asking import PlainForm


class OutreachForm(PlainForm):
    """The five elements of document 002 (E11); what is left empty is named before it goes."""

    way = forms.ChoiceField(label=_("How do you reach them?"), choices=Outreach.Way, widget=forms.RadioSelect)
    subject = forms.CharField(label=_("Subject"), max_length=150)
    greeting = forms.CharField(label=_("Greeting"), max_length=200, required=False)
    rationale = words(_("1. Why this work is done"), help_text=_("What the initiative is for."))
    role = words(_("2. Their role and key responsibilities"))
    benefit = words(_("3. Why them, and what they get out of it"), help_text=_("For them and the work that they do."))
    supports = words(_("4. Incentives and supports"), help_text=_("Pay, travel, substitutes, meals, a letter."))
    dates = words(_("5. Important dates"), help_text=_("Meetings and deadlines, as far ahead as you can."))
    because = forms.CharField(label=_("Why does it go anyway?"), max_length=300, required=False)

    def __init__(self, *args: Any, asks_why: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_why:
            del self.fields["because"]

    def message(self) -> Message:
        """What was typed, as the action takes it."""
        return Message(**{name: value for name, value in self.cleaned_data.items() if name != "because"})


class ReplyForm(PlainForm):
    """Yes or no, without an account (E12)."""

    answer = forms.ChoiceField(
        label=_("Do you take this part?"),
        choices=[("accepted", _("Yes, I take it")), ("declined", _("No, I cannot"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("A word to us"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
