from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.engagements.actions.easing import Taken
from guildhall.engagements.actions.relating import Invitation, Lesson
from guildhall.engagements.models import RedTape
from guildhall.lib import clock
from guildhall.ui.asking import PlainForm
from guildhall.ui.editing import DayField, VersionedForm


class EndForm(PlainForm):
    """The end of a relationship and its lesson."""

    ended_on = DayField(label=_("When did it end?"), ahead=0)
    reason = forms.CharField(label=_("Why?"), max_length=300)
    lesson = forms.CharField(
        label=_("What did we learn?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The other institutions read it before they begin anew."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"ended_on": clock.today()})
        super().__init__(*args, **kwargs)

    def said(self) -> Lesson:
        """What was typed, as the action takes it."""
        return Lesson(**self.cleaned_data)


class RedTapeForm(VersionedForm):
    """What is taken off an employer's hands."""

    kind = forms.ChoiceField(label=_("What do we see to?"), choices=[("", _("Choose …")), *RedTape.Kind.choices])
    until = DayField(label=_("Valid until"), required=False, ahead=10)
    what = forms.CharField(
        label=_("How is it taken care of?"),
        max_length=300,
        help_text=_("Such as: our policy covers every student placed there; the certificate is with Elena."),
    )

    def taken(self) -> Taken:
        """What was typed, as the action takes it."""
        return Taken(*(self.cleaned_data[name] for name in ("kind", "what", "until")))


class GuestForm(PlainForm):
    """A colleague without an account."""

    name = forms.CharField(label=_("Whose word do you need?"), max_length=160)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    question = forms.CharField(label=_("What would you like to know?"), max_length=300)
    until = DayField(label=_("Until when does the link work?"), back=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"until": clock.today() + timedelta(14)})
        super().__init__(*args, **kwargs)

    def invitation(self) -> Invitation:
        """What was typed, as the action takes it."""
        return Invitation(**self.cleaned_data)


class GuestWordForm(PlainForm):
    """A guest's answer."""

    text = forms.CharField(label=_("Your answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class TemperatureForm(PlainForm):
    """The one question of a temperature check."""

    words = forms.CharField(
        label=_("What could be better?"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
